import { fileURLToPath } from 'node:url';
import { migrateQuota } from '@plimsoll/quota/server';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Brings the application's tables and schema `quota` to this version. Safe to run again, and by several at once. */
export async function migrateApp(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(hashtext('plimsoll web migrations'))`;
    await migrate(drizzle(sql), { migrationsFolder: fileURLToPath(new URL('../../migrations', import.meta.url)) });
  } finally {
    await sql.end({ timeout: 5 });
  }
  await migrateQuota(url);
}
