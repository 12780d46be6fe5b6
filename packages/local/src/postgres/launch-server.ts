import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { serverEnvironment } from './server-environment.ts';
import type { ServerPlace } from './server-place.ts';

/** What became of one try: it serves, or another had the port, or what it printed before it gave up. */
export type Launch =
  | { outcome: 'ready'; child: ChildProcess; pid: number }
  | { outcome: 'port_taken' }
  | { outcome: 'still_in_use' }
  | { outcome: 'failed'; output: string };

/**
 * Runs the server and waits until it accepts connections.
 *
 * It gets a session of its own: Ctrl-C in a terminal goes to every process of the foreground group, and would shut the
 * database down while the app is still finishing its last transactions.
 */
export function launchServer(
  { dataDir, binaries, user }: ServerPlace,
  settings: Record<string, string>,
  log: (line: string) => void,
): Promise<Launch> {
  const { promise, resolve, reject } = Promise.withResolvers<Launch>();
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', dataDir, ...flags], {
    ...user,
    cwd: '/',
    env: serverEnvironment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const output: string[] = [];
  let isReady = false;
  createInterface({ input: child.stderr }).on('line', (line) => {
    log(line);
    if (isReady) return;
    output.push(line);
    if (/database system is ready to accept (read-only )?connections/.test(line)) {
      isReady = true;
      resolve({ outcome: 'ready', child, pid: child.pid! });
    }
  });
  child.once('error', reject);
  child.once('close', () => resolve(explainFailure(output.join('\n'))));
  return promise;
}

function explainFailure(output: string): Launch {
  if (/could not bind .* address .*in use/.test(output)) return { outcome: 'port_taken' };
  if (output.includes('pre-existing shared memory block')) return { outcome: 'still_in_use' };
  return { outcome: 'failed', output };
}
