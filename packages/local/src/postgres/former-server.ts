import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOf, isAlive } from './process-table.ts';

const FAST_SHUTDOWN_MS = 20_000;

/**
 * Clears the way for a new server on this data folder.
 * A server left by a process that was killed is shut down in good order. If its id in `postmaster.pid` has meanwhile
 * gone to some other process, Postgres would refuse to start: the file is then corrected, not removed, because it also
 * names the shared memory by which Postgres sees whether children of the dead server still write.
 */
export async function clearFormerServer(dataDir: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  const lines = readLines(pidFile);
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return;

  if (isServerOf(pid, dataDir)) {
    log(`Postgres ${pid} was left behind by a killed process: shutting it down.`);
    await shutDown(pid);
  } else {
    // A server takes a file with its own parent's id for a leftover, and still looks at the shared memory.
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
  }
}

/** Asks for a fast shutdown (clients are disconnected, everything is written) and waits until the process is gone. */
export async function shutDown(pid: number): Promise<void> {
  send(pid, 'SIGINT');
  if (await isGoneWithin(pid, FAST_SHUTDOWN_MS)) return;
  send(pid, 'SIGQUIT');
  if (!(await isGoneWithin(pid, FAST_SHUTDOWN_MS))) throw new Error(`Postgres ${pid} can't be stopped.`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  if (isAlive(pid)) process.kill(pid, signal);
}

async function isGoneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > until) return false;
    await pause(20);
  }
  return true;
}

function isServerOf(pid: number, dataDir: string): boolean {
  const command = commandOf(pid) ?? '';
  return command.includes('postgres -D') && `${command} `.includes(` ${dataDir} `);
}

function readLines(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
