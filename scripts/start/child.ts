import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { openLog } from './log-file.ts';

export type ChildOptions = {
  /** Its name, and that of its log file. */
  name: string;
  script: string;
  args?: string[];
  env: Record<string, string>;
  logFolder: string;
  /** Gets each line it prints; everything also goes to its log. */
  onLine?(line: string): void;
};

/** A process of the project's own, under way. */
export type Child = {
  /** Rejects where it fails, saying what it printed last. */
  finished: Promise<void>;
  /** Ends it in good order, or after five seconds in any. */
  stop(): Promise<void>;
};

const quickImports = new URL('quick-imports.mjs', import.meta.url).href;
/** How many of its last lines a failure repeats. */
const lastLines = 12;

/**
 * Starts a process of the project's own. It has a channel to this one: where this one dies, whatever the way, it sees the
 * channel close and ends.
 */
export function startChild({ name, script, args = [], env, logFolder, onLine }: ChildOptions): Child {
  const log = openLog(logFolder, name);
  const child = execa('node', ['--import', quickImports, '--import', 'tsx', script, ...args], {
    env,
    ipc: true,
    all: true,
    buffer: false,
    stdin: 'ignore',
    forceKillAfterDelay: 5_000,
  });
  const printed: string[] = [];
  createInterface({ input: child.all }).on('line', (line) => {
    log.write(line);
    onLine?.(line);
    printed.push(line);
    if (printed.length > lastLines) printed.shift();
  });
  const finished = child.then(
    () => {},
    (cause: unknown) => {
      const last = onLine ? [] : printed.map((line) => `  ${line}`);
      throw new Error([`${name} ended; its log is ${log.file}.`, ...last].join('\n'), { cause });
    },
  );
  // Whoever waits for it hears of it; nobody has to.
  finished.catch(() => {}).finally(log.close);
  return {
    finished,
    async stop() {
      child.kill('SIGTERM');
      await finished.catch(() => {});
    },
  };
}
