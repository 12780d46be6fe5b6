import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@plimsoll/local/testing';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrateQuota } from './migrate.ts';

let database: TestDatabase;
let sql: postgres.Sql;
let folder: string;
beforeEach(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-migrations-'));
});
afterEach(async () => {
  await sql.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** An application's own Drizzle migrations, dated by the caller. */
async function applicationMigrates(migrations: { when: number; table: string }[]) {
  await mkdir(join(folder, 'meta'), { recursive: true });
  const entries = migrations.map(({ when, table }, idx) => ({
    idx,
    version: '7',
    when,
    tag: table,
    breakpoints: true,
  }));
  await writeFile(join(folder, 'meta/_journal.json'), JSON.stringify({ version: '7', dialect: 'postgresql', entries }));
  for (const { table } of migrations) await writeFile(join(folder, `${table}.sql`), `create table ${table} (id int);`);
  await migrate(drizzle(sql), { migrationsFolder: folder });
}

const older = { when: Date.UTC(2020, 0, 1), table: 'older' };
const newer = { when: Date.UTC(2099, 0, 1), table: 'newer' };

async function expectAllApplied() {
  const found = await sql<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables
    where tablename in ('older', 'newer') or (schemaname = 'quota' and tablename in ('balance', 'entry', 'notice')) order by 1`;
  expect(found.map(({ name }) => name)).toEqual([
    'public.newer',
    'public.older',
    'quota.balance',
    'quota.entry',
    'quota.notice',
  ]);
}

it("applies after an application's own migrations, one of them dated before ours", async () => {
  await applicationMigrates([older, newer]);
  await migrateQuota(database.url);
  await expectAllApplied();
});

it("applies before an application's own migrations, and skips none of them", async () => {
  await migrateQuota(database.url);
  await applicationMigrates([older]);
  await applicationMigrates([older, newer]);
  await expectAllApplied();
});

it('applies twice, and by several processes at once, as once', async () => {
  await Promise.all([migrateQuota(database.url), migrateQuota(database.url), migrateQuota(database.url)]);
  await migrateQuota(database.url);
  await applicationMigrates([older, newer]);
  await expectAllApplied();
  expect(await sql`select count(*)::int as n from quota.migration`).toEqual([{ n: 3 }]);
});

it('makes the partitions of a year ahead, and keeps a default one', async () => {
  await migrateQuota(database.url);
  const [row] = await sql<[{ n: number; hasDefault: boolean }]>`
    select count(*)::int as n, bool_or(pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT') as "hasDefault"
    from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'quota.entry'::regclass`;
  expect(row).toEqual({ n: 14, hasDefault: true });
});

it('the ledger refuses updates and deletes', async () => {
  await migrateQuota(database.url);
  await sql`
    insert into quota.entry (balance_id, seq, period_start, at, booked_at, kind, amount, charge)
    values (1, 1, now(), now(), now(), 'consume', 1, gen_random_uuid())`;
  await expect(sql`update quota.entry set amount = 0`).rejects.toThrow(/append-only/);
  await expect(sql`delete from quota.entry`).rejects.toThrow(/append-only/);
});
