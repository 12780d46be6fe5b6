import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@plimsoll/local';
import { createQuota, migrateQuota, type Quota } from '../server.ts';
import { type TestCatalog, testCatalog } from './quota-fixture.ts';

/** A server of a test's own, to be stopped, killed and started again on its port, and an engine on it. */
export type OwnServer = {
  server: RunningPostgres;
  readonly quota: Quota<TestCatalog>;
  /** Starts it again, on the same port with the same data. */
  start(): Promise<void>;
  close(): Promise<void>;
};

export async function ownServer(settings: Record<string, string>): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-own-server-'));
  chmodSync(folder, 0o711); // As root the server is another user, who must get through to its data.
  const dataDir = join(folder, 'data');
  const server = await startPostgres({ dataDir, settings });
  await migrateQuota(server.url);
  const quota = createQuota({ catalog: testCatalog, connection: server.url });
  const own: OwnServer = {
    server,
    quota,
    async start() {
      own.server = await startPostgres({ dataDir, port: server.port, settings });
    },
    async close() {
      await quota.close();
      await own.server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return own;
}
