import { createQuota } from '@plimsoll/quota/server';
import { createAuth } from './auth/create-auth.ts';
import { catalog } from './catalog.ts';
import { connectDatabase } from './database/connect.ts';
import type { Env } from './env.ts';

/** What stands behind the page and behind the scripts: the application's database, its sign-in and its quotas. */
export function createServices(env: Env) {
  const { db, close: closeDatabase } = connectDatabase(env.DATABASE_URL);
  const quota = createQuota({ catalog, connection: env.DATABASE_URL });
  return {
    db,
    quota,
    auth: createAuth(db, env),
    async close() {
      await quota.close();
      await closeDatabase();
    },
  };
}
