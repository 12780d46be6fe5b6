import { spawn } from 'node:child_process';

/**
 * Waits for the end of its input, which comes when the test run dies in whatever way, and clears up what it left.
 * In plain sh: it must outlive Node, and needs no build. The server's id is read from its own file, which is gone when
 * the server has been stopped before. Removing is repeated: an initdb that was under way still writes for a moment.
 */
const SCRIPT = `
read -r _
pid=$(head -n 1 "$2/postmaster.pid" 2>/dev/null) && kill -INT "$pid" && while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
until rm -rf "$1" 2>/dev/null; do sleep 0.2; done
`;

/** Sees to it that server and folder are gone after this process is, even when it is killed. @returns what ends the watch. */
export function standWatch(folder: string, dataDir: string): () => void {
  const watchman = spawn('/bin/sh', ['-c', SCRIPT, 'plimsoll-watchman', folder, dataDir], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchman.unref();
  const unreferenced = watchman.stdin as { unref?(): void };
  unreferenced.unref?.();
  return () => {
    watchman.kill('SIGKILL');
  };
}
