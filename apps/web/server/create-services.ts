import { createQuota } from '@plimsoll/quota/server';
import { catalog } from './catalog.ts';
import { connectDatabase } from './database/connect.ts';
import type { Env } from './env.ts';

/** What stands behind the page and behind the scripts: the application's database and its quotas. */
export function createServices(env: Pick<Env, 'DATABASE_URL'>) {
  const { db, close: closeDatabase } = connectDatabase(env.DATABASE_URL);
  const quota = createQuota({ catalog, connection: env.DATABASE_URL });
  return {
    db,
    quota,
    async close() {
      await quota.close();
      await closeDatabase();
    },
  };
}
