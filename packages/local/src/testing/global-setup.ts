import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../postgres/start-postgres.ts';
import { standWatch } from './watchman.ts';

/**
 * Vitest's global setup: one real Postgres in a temp folder for the whole run, and its address in
 * PLIMSOLL_TEST_DATABASE_URL. It writes nothing through to the disk, for such data needn't outlive the machine, but
 * commits as a durable server would, so that the order of events in tests is the one of production.
 *
 * @returns what stops it and removes the folder. A run that is killed is cleared up by a watchman.
 */
export default async function startTestPostgres(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  chmodSync(folder, 0o711); // As root the server is another user, who must get through to its data.
  const dataDir = join(folder, 'postgres');
  const dismissWatch = standWatch(folder, dataDir);
  const postgres = await startPostgres({
    dataDir,
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'on' },
  });
  process.env.PLIMSOLL_TEST_DATABASE_URL = postgres.url;
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    dismissWatch();
  };
}
