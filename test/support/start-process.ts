import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const root = fileURLToPath(new URL('../..', import.meta.url));
const quickImports = new URL('../../scripts/start/quick-imports.mjs', import.meta.url).href;

export type ProcessOptions = {
  /** Path from the root of the project. */
  script: string;
  args?: string[];
  env: Record<string, string>;
};

/** A process of the project, under way. */
export type TestProcess = {
  /** All that it printed so far. */
  printed(): string;
  /** Its exit code; undefined where a signal ended it. */
  ended: Promise<number | undefined>;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<number | undefined>;
};

/**
 * Runs a script of the project in a process of its own, as `npm start` does: with a channel to this one, so that it ends
 * with the test however that ends.
 */
export function startProcess({ script, args = [], env }: ProcessOptions): TestProcess {
  const child = execa('node', ['--import', quickImports, '--import', 'tsx', script, ...args], {
    cwd: root,
    env,
    ipc: true,
    all: true,
    buffer: false,
    stdin: 'ignore',
    reject: false,
    forceKillAfterDelay: 5_000,
  });
  const lines: string[] = [];
  createInterface({ input: child.all }).on('line', (line) => lines.push(line));
  const ended = child.then(({ exitCode }) => exitCode);
  return {
    printed: () => lines.join('\n'),
    ended,
    end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
