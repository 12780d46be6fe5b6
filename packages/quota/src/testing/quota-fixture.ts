import { createTestDatabase, templateDatabase } from '@plimsoll/local/testing';
import postgres from 'postgres';
import { allowance, type Catalog, capped, defineCatalog, level, none, unlimited, usd } from '../index.ts';
import { createQuota, migrateQuota, type Quota } from '../server.ts';
import { breakSql } from './broken-sql.ts';

/** A small catalog that has each kind of limit. */
export const testCatalog = defineCatalog({
  meters: {
    generations: allowance({ unit: 'generation', per: 'month' }),
    tokens: allowance({ unit: 'token', per: 'month' }),
    runs: allowance({ unit: 'run', per: 'month' }),
    projects: level({ unit: 'project' }),
  },
  plans: {
    free: {
      name: 'Free',
      price: usd(0),
      limits: { generations: capped(10), tokens: capped(1_000), runs: none, projects: capped(3) },
    },
    starter: {
      name: 'Starter',
      price: usd(19),
      limits: { generations: capped(100), tokens: unlimited, runs: capped(5), projects: capped(20) },
    },
  },
  defaultPlan: 'free',
});

export type TestCatalog = typeof testCatalog;

export const by = { actor: 'tester', reason: 'a test' };

/** A database with schema `quota`, to copy: migrated once in a test run. */
export const migratedDatabase = () => templateDatabase('quota_migrated', migrateQuota);

/** A quota engine on a database of its own, with the means to look behind it. */
export async function quotaFixture<C extends Catalog = TestCatalog>(options: { catalog?: C; startAt?: string } = {}) {
  const database = await createTestDatabase({ template: await migratedDatabase() });
  const catalog = (options.catalog ?? testCatalog) as C;
  const clock = { now: options.startAt ? new Date(options.startAt) : null };
  const engines: Quota<Catalog>[] = [];
  const open = <D extends Catalog = C>(other: D = catalog as unknown as D): Quota<D> => {
    const time = clock.now ? { clock: () => clock.now as Date } : {};
    const quota = createQuota({ catalog: other, connection: database.url, ...time });
    engines.push(quota as unknown as Quota<Catalog>);
    return quota;
  };
  const sql = postgres(database.url, { max: 4, onnotice: () => {} });
  await breakSql(sql);
  return {
    url: database.url,
    sql,
    quota: open(),
    /** Another engine on the same database, as another process has. */
    open,
    /** Moves the test clock. */
    setNow(iso: string) {
      clock.now = new Date(iso);
    },
    /** Sum of the ledger beside what the balance says, for each balance whose period runs. */
    ledger: () => sql<{ tenant: string; meter: string; used: number; ledger: number; entries: number }[]>`
      select b.tenant, b.meter, b.used::float8 as used, coalesce(sum(e.amount), 0)::float8 as ledger,
        count(e.amount)::int as entries
      from quota.balance b left join quota.entry e on e.balance_id = b.id and e.period_start = b.period_start
      group by b.id order by b.tenant, b.meter`,
    notices: (tenant: string) => sql<{ level: string; amount: number; used: number; meter: string }[]>`
      select facts ->> 'level' as level, (facts ->> 'amount')::int as amount, (facts ->> 'used')::int as used,
        facts ->> 'meter' as meter
      from quota.notice where tenant = ${tenant} order by made_at, (facts ->> 'amount')::int`,
    async close() {
      await Promise.all(engines.map((engine) => engine.close()));
      await sql.end();
      await database.drop();
    },
  };
}

export type QuotaFixture = Awaited<ReturnType<typeof quotaFixture<TestCatalog>>>;
