import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import type { Connection } from './connect.ts';

const packageFolder = new URL('../../', import.meta.url);
/** Any number, so long as it is always this one: processes that start together migrate one after the other. */
const migrationLock = 7_236_115_201;

/**
 * Brings schema `quota` to this version: forward only, beside an application's own migrations. Bookkeeping stands in
 * `quota.migration`: in Drizzle's default table an application's own older-dated migration would silently be skipped.
 * Safe to run by several processes at once, and again.
 * @throws the database's own error; what was applied before it stays applied, nothing is half applied.
 */
export async function migrateQuota(connection: Connection): Promise<void> {
  // Loaded by those who migrate: drizzle-orm costs a cold start a second.
  const [{ drizzle }, { migrate }] = await Promise.all([
    import('drizzle-orm/postgres-js'),
    import('drizzle-orm/postgres-js/migrator'),
  ]);
  const options = { max: 1, onnotice: () => {}, connection: { application_name: 'plimsoll migrations' } };
  const sql = typeof connection === 'string' ? postgres(connection, options) : postgres({ ...connection, ...options });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await migrate(drizzle(sql), {
      migrationsFolder: fileURLToPath(new URL('migrations', packageFolder)),
      migrationsSchema: 'quota',
      migrationsTable: 'migration',
    });
    await applyFunctions(sql);
    await sql`select quota.ensure_entry_partitions_1(now(), 13)`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** SQL functions carry their version in their name, so replacing one never changes what a running process calls. */
async function applyFunctions(sql: postgres.Sql): Promise<void> {
  const folder = new URL('sql/', packageFolder);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'));
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  await sql.begin(async (tx) => {
    await tx`set local check_function_bodies = off`;
    for (const text of texts) await tx.unsafe(text);
  });
}
