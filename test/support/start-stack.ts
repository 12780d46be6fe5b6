import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the machine's own environment might say: an empty variable is none. */
const nothingReal = { DATABASE_URL: '', RESEND_API_KEY: '', INNGEST_DEV: '', APP_URL: '', BETTER_AUTH_SECRET: '' };

/**
 * What `npm start` runs once everything is built, in a process group of its own, as a terminal makes one.
 * It has a channel to this process, and ends where this one dies.
 */
export function startStack(env: Record<string, string>) {
  const child = execa('node', ['--import', 'tsx', 'scripts/start/main.ts'], {
    cwd: root,
    env: { ...nothingReal, ...env },
    detached: true,
    ipc: true,
    all: true,
    buffer: false,
    stdin: 'ignore',
    reject: false,
  });
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.all }).on('line', (line) => {
    lines.push(line);
    if (line.startsWith('Ready after')) ready.resolve();
  });
  const ended = child.then(({ exitCode }) => exitCode);
  const printed = () => lines.join('\n');
  void ended.then((code) => ready.reject(new Error(`It ended with ${code} before it was ready:\n${printed()}`)));
  ready.promise.catch(() => {});
  const group = child.pid as number;
  return {
    printed,
    ready: ready.promise,
    /** Its exit code; undefined where a signal ended it. */
    ended,
    /** The address that it printed for a part. */
    addressOf: (part: 'App' | 'Mailbox' | 'Functions') =>
      lines.find((line) => line.startsWith(`${part} `))?.split(/\s+/)[1] ?? '',
    /** Sends a signal to the whole group, as a terminal does, and waits for the end of the first process. */
    signal(signal: NodeJS.Signals) {
      if (isGroupAlive(group)) process.kill(-group, signal);
      return ended;
    },
    isAnyAlive: () => isGroupAlive(group),
  };
}

/** Whether a process of the group runs still. One that has ended and is not yet collected by its parent doesn't. */
function isGroupAlive(group: number): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      // `pid (command) state parent group …`; a process may end while this is read.
      const [state, , itsGroup] = readStat(pid).split(') ').at(-1)?.split(' ') ?? [];
      return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
    });
}

function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
