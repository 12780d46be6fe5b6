import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

export type ChildOptions = {
  /** Its name, and that of its log file. */
  name: string;
  script: string;
  env: Record<string, string>;
  logFolder: string;
  /** Gets each line it prints; everything also goes to its log. */
  onLine?(line: string): void;
};

/**
 * A process of the project's own. It has a channel to this one: where this one dies, whatever the way, it sees the channel
 * close and ends. @returns the running process; `finished` rejects where it fails.
 */
export async function startChild({ name, script, env, logFolder, onLine }: ChildOptions) {
  await mkdir(logFolder, { recursive: true });
  const log = createWriteStream(join(logFolder, `${name}.log`), { flags: 'a' });
  const child = execa('node', ['--import', 'tsx', script], {
    env,
    ipc: true,
    all: true,
    buffer: false,
    stdin: 'ignore',
    forceKillAfterDelay: 5_000,
  });
  child.all.on('data', (chunk: Buffer) => log.write(chunk));
  if (onLine) void eachLine(child.all, onLine);
  const finished = child.then(
    () => {},
    (cause: unknown) => {
      throw new Error(`${name} ended: see ${join(logFolder, `${name}.log`)}`, { cause });
    },
  );
  // Whoever waits for it hears of it; nobody has to.
  finished.catch(() => {});
  return {
    finished,
    async stop() {
      child.kill('SIGTERM');
      await finished.catch(() => {});
      log.end();
    },
  };
}

async function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void) {
  let rest = '';
  for await (const chunk of stream) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  }
}
