import { createTestDatabase } from '@plimsoll/local/testing';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { History } from '../testing/history.ts';
import { step } from '../testing/history-steps.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import { createTestQuota } from '../testing/test-quota.ts';

const startAt = '2026-11-10T12:00:00.000Z';
let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt });
});
afterAll(() => fixture.close());

const counted = Object.entries(contractsCatalog.meters).flatMap(([meter, { kind }]) =>
  kind === 'rate' ? [] : [meter as 'hard'],
);

/** All that is told of some tenants' past, by hour, day and month, split both ways. */
async function told(tenants: string[]) {
  const to = '2027-03-01';
  const asked = tenants.flatMap((tenant) =>
    counted.flatMap((meter) => [
      { tenant, meter, grain: 'hour' as const, from: '2026-09-01', to },
      { tenant, meter, grain: 'month' as const, from: '2026-09-01', to },
      // Both ends cut a bucket.
      { tenant, meter, grain: 'day' as const, from: '2026-11-10T12:00:30Z', to: '2026-12-11T11:59:00Z' },
    ]),
  );
  return Promise.all(
    asked.map(async (request, index) => {
      const part = (['feature', 'actor', undefined] as const)[(index >> 2) % 3];
      return { ...request, buckets: await fixture.quota.history({ ...request, by: part }) };
    }),
  );
}

/** Where a rollup differs from what the ledger adds up to, by the tenant's hours. */
const apart = () => fixture.sql`
  with ledger as (
    select case when e.via is null then e.balance_id else quota.owner_1(e.charge, e.via) end as balance_id,
      date_trunc('hour', e.at, 'UTC') as bucket, e.feature, e.actor, sum(e.amount) as amount
    from quota.entry e where e.kind <> 'brought_forward' group by 1, 2, 3, 4 having sum(e.amount) <> 0)
  select coalesce(l.balance_id, r.balance_id), l.amount, r.amount as rolled from (select * from ledger where balance_id is not null) l
  full join (select * from quota.rollup where grain = 'hour' and amount <> 0) r using (balance_id, bucket, feature, actor)
  where l.amount is distinct from r.amount`;

it('history is the same before, between and after aggregations, whatever was booked', {
  timeout: 120_000,
}, async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }), async (steps) => {
      const model = createTestQuota(contractsCatalog, { now: startAt });
      const name = `run-${++runs}`;
      const history = new History(name, startAt, { model, engines: [fixture.quota], setNow: fixture.setNow });
      await history.begin();
      for (const one of steps) await history.play(one);
      const tenants = (['org', 'team', 'solo'] as const).map(history.tenant);
      const before = await told(tenants);
      await fixture.quota.aggregate({ most: 3 });
      expect(await told(tenants)).toEqual(before);
      expect(await fixture.quota.aggregate()).toMatchObject({ done: true });
      expect(await told(tenants)).toEqual(before);
      await history.end('rolled');
    }),
    { numRuns: 12, seed: 6 },
  );
});

it('what many processes aggregate beside traffic is what the ledger says, each entry once', {
  timeout: 60_000,
}, async () => {
  const engines = [fixture.quota, fixture.open(), fixture.open()];
  const tenants = Array.from({ length: 40 }, (_, i) => `busy-${i}`);
  await Promise.all(tenants.map((tenant) => fixture.quota.setPlan(tenant, 'organisation', by)));
  let isOver = false;
  const aggregating = engines.map(async (engine) => {
    let entries = 0;
    while (!isOver) entries += (await engine.aggregate({ most: 500 })).entries;
    return entries;
  });
  for (let round = 0; round < 20; round++) {
    await Promise.all(
      tenants.map((tenant, i) =>
        (engines[i % 3] as typeof fixture.quota).consume({
          tenant,
          meters: { soft: 1 + (i % 4) },
          actor: `a${round % 3}`,
        }),
      ),
    );
    await fixture.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%aggregate_1%' and pid <> pg_backend_pid() and random() < 0.3`;
  }
  isOver = true;
  await Promise.all(aggregating);
  await fixture.quota.aggregate();
  expect(await apart()).toEqual([]);
});

it('a transaction that stays open in another database holds nothing up', async () => {
  const other = await createTestDatabase();
  const idle = postgres(other.url, { max: 1, onnotice: () => {} });
  await idle.begin(async (tx) => {
    await tx`create table t as select txid_current()`;
    await fixture.quota.consume({ tenant: 'beside', meters: { soft: 3 } });
    const { entries } = await fixture.quota.aggregate();
    expect(entries).toBe(1);
  });
  await idle.end();
  await other.drop();
});

it('what is booked late corrects the hour in which it happened', async () => {
  const tenant = 'late';
  fixture.setNow('2027-05-02T12:00:00Z');
  const hours = () =>
    fixture.sql`
      select quota.iso_1(r.bucket) as hour, r.amount::int, r.calls::int from quota.rollup r join quota.balance b on b.id = r.balance_id
      where b.tenant = ${tenant} and r.grain = 'hour' order by 1`;
  await fixture.quota.record({ tenant, meters: { soft: 2 }, at: '2027-05-02T09:10:00Z', event: 'a' });
  await fixture.quota.aggregate();
  await fixture.quota.record({ tenant, meters: { soft: 5 }, at: '2027-05-02T09:50:00Z', event: 'b' });
  fixture.setNow('2027-05-02T12:00:30Z');
  expect(await fixture.quota.aggregationHealth()).toEqual({
    ranAt: '2027-05-02T12:00:00.000Z',
    behind: 1,
    oldestUnreadAt: '2027-05-02T12:00:00.000Z',
    lagMs: 30_000,
  });
  await fixture.quota.aggregate();
  expect(await fixture.quota.aggregationHealth()).toMatchObject({ behind: 0, oldestUnreadAt: null, lagMs: 0 });
  expect(await hours()).toEqual([{ hour: '2027-05-02T09:00:00.000Z', amount: 7, calls: 2 }]);
  await fixture.quota.eraseTenant(tenant, by);
  expect(await hours()).toEqual([]);
});
