import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/**
 * Runs TypeScript in a process of its own until it has printed a line, and kills it with SIGKILL at that moment.
 * For tests of what a crash leaves behind.
 *
 * @param source an ES module; it imports by file URL.
 * @returns the printed line.
 * @throws with what it printed on stderr, where it ends before it has printed a line.
 */
export async function runThenKill(source: string): Promise<string> {
  const loader = pathToFileURL(require.resolve('tsx')).href;
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  let printed: string | undefined;
  createInterface({ input: child.stdout }).once('line', (line) => {
    printed = line;
    child.kill('SIGKILL');
  });
  child.once('exit', () => {
    if (printed === undefined) reject(new Error(`It ended before it printed a line:\n${complaints}`));
    else resolve(printed);
  });
  return promise;
}
