import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@plimsoll/local';
import postgres from 'postgres';
import { createQuota, migrateQuota } from '../src/server.ts';
import { benchCatalog } from './bench-catalog.ts';

/**
 * How fast aggregation reads the ledger, on a real Postgres with default durability, and with a transaction left open in
 * another database. `BENCH_ENTRIES`: of how many entries, 1,000,000 where left out.
 */
const entries = Number(process.env.BENCH_ENTRIES ?? 1_000_000);
const goal = 50_000;

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
const server = await startPostgres({ dataDir: join(folder, 'postgres'), settings: { shared_buffers: '256MB' } });
try {
  await migrateQuota(server.url);
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  for (const [name, tenants, isIdle] of [
    ['one hot tenant', 1, false],
    ['10,000 tenants', 10_000, false],
    ['10,000 tenants, a transaction left open in another database', 10_000, true],
  ] as const) {
    const quota = createQuota({ catalog: benchCatalog, connection: server.url });
    const ids = Array.from({ length: tenants }, (_, i) => `${name} ${i}`);
    for (let i = 0; i < ids.length; i += 500) {
      await Promise.all(ids.slice(i, i + 500).map((tenant) => quota.consume({ tenant, meters: { calls: 1 } })));
    }
    await quota.aggregate();
    await book(sql, name, Math.round(entries / tenants));
    const idle = isIdle ? await leaveOpen() : undefined;
    const from = performance.now();
    const { entries: read } = await quota.aggregate();
    const perSecond = (read / (performance.now() - from)) * 1000;
    const shown = Math.round(perSecond).toLocaleString('en');
    console.log(`${name}: ${read.toLocaleString('en')} entries, ${shown}/s (goal: ${goal.toLocaleString('en')})`);
    await idle?.();
    await quota.close();
  }
  await sql.end();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

/** So many more entries for each balance, as of one minute: by 20 actors, each for one of 5 features. */
async function book(sql: postgres.Sql, tenants: string, each: number): Promise<void> {
  await sql`
    insert into quota.entry (balance_id, seq, period_start, at, booked_at, kind, amount, charge, actor, feature)
    select b.id, b.seq + n, b.period_start, t.at, t.at, 'consume', 1 + n % 7, gen_random_uuid(), 'actor-' || n % 20, 'feature-' || n % 5
    from quota.balance b, generate_series(1, ${each}::int) as n, lateral (select now() - n * interval '1 minute' / ${each}::int as at) as t
    where b.tenant like ${`${tenants} %`} order by b.id, n`;
  await sql`update quota.balance set seq = seq + ${each}::int where tenant like ${`${tenants} %`}`;
  await sql`vacuum analyze quota.entry`;
}

/** Returns how to end it. */
async function leaveOpen(): Promise<() => Promise<void>> {
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  await admin`create database other`;
  const url = new URL(server.url);
  url.pathname = '/other';
  const other = postgres(url.href, { max: 1 });
  const held = await other.reserve();
  await held`begin`;
  await held`create table t as select txid_current()`;
  return async () => {
    await held`rollback`;
    held.release();
    await other.end();
    await admin.end();
  };
}
