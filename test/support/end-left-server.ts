import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Ends a Postgres that a killed start left behind and that no later one took over, as where a test failed in between. */
export async function endLeftServer(dataDir: string): Promise<void> {
  const file = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(file.split('\n')[0]);
  if (pid > 0) process.kill(pid, 'SIGINT');
}
