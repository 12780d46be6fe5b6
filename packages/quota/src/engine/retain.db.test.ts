import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';

let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeEach(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt: '2026-01-10T12:00:00Z' });
  await fixture.sql`select quota.ensure_entry_partitions_1('2026-01-01T00:00:00Z', 10)`;
});
afterEach(() => fixture.close());

const months = async () => {
  const rows = await fixture.sql`
    select substr(c.relname, 7) as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'quota.entry'::regclass and c.relname ~ '^entry_2026' order by 1`;
  return rows.map((row) => row.month);
};
const drifts = async () => (await fixture.quota.reconcile({ all: true }, {}, by)).drifts;
async function take(
  at: string,
  meters: { hard?: number; seats?: number; forever?: number; spill?: number },
  actor = '',
) {
  fixture.setNow(at);
  const decision = await fixture.quota.consume({ tenant: 'team', meters, actor });
  if (decision.outcome !== 'granted') throw new Error('refused');
  return decision.charge;
}

it('old months are dropped, and what of them still counts is brought forward', async () => {
  await fixture.quota.setOverride({ tenant: 'team', meter: 'seats', limit: { type: 'unlimited' } }, by);
  await take('2026-01-10T12:00:00Z', { hard: 5, seats: 2, forever: 1 }, 'ada');
  await take('2026-03-10T12:00:00Z', { hard: 6, seats: 3 }, 'bob');
  await take('2026-06-10T12:00:00Z', { hard: 7, seats: 1 }, 'ada');
  fixture.setNow('2026-10-31T23:59:59Z');
  await fixture.quota.closePeriods();
  expect(await drifts()).toEqual([]);
  const retained = await fixture.quota.retain({ months: 6 });
  expect(retained).toEqual({ dropped: ['2026-01', '2026-02', '2026-03'], broughtForward: 3 });
  expect((await months()).slice(0, 2)).toEqual(['2026_04', '2026_05']);
  expect(await drifts()).toEqual([]);
  const { meters } = await fixture.quota.usage('team');
  expect([meters.seats.used, meters.forever.used]).toEqual([6, 1]);
  expect((await fixture.quota.ownUsage('team', 'bob')).meters.seats.used).toBe(3);
  const history = await fixture.quota.history({
    tenant: 'team',
    meter: 'seats',
    grain: 'month',
    from: '2026-01-01',
    to: '2026-12-01',
  });
  // Of months that were dropped, too: they were aggregated first.
  expect(history.map(({ start, amount }) => [start.slice(0, 7), amount])).toEqual([
    ['2026-01', 2],
    ['2026-03', 3],
    ['2026-06', 1],
  ]);
  expect(await fixture.sql`select sum(used)::int as used from quota.period where closed_at is not null`).toEqual([
    { used: 18 },
  ]);
  expect(await fixture.quota.retain({ months: 6 })).toEqual({ dropped: [], broughtForward: 0 });
});

it('what was brought forward is brought forward again', async () => {
  await take('2026-01-10T12:00:00Z', { seats: 2 });
  fixture.setNow('2026-07-10T00:00:00Z');
  expect((await fixture.quota.retain({ months: 6 })).dropped).toEqual([]);
  fixture.setNow('2026-08-10T00:00:00Z');
  expect((await fixture.quota.retain({ months: 6 })).broughtForward).toBe(1);
  await fixture.sql`select quota.ensure_entry_partitions_1('2027-01-01T00:00:00Z', 12)`;
  fixture.setNow('2027-06-10T00:00:00Z');
  await fixture.quota.retain({ months: 6 });
  expect(await drifts()).toEqual([]);
  expect(await fixture.quota.free({ tenant: 'team', meter: 'seats', amount: 2 })).toEqual({ used: 0 });
});

it('what was drawn through a pool is given back to it still', async () => {
  const { quota } = fixture;
  await quota.setTenant('org', {}, by);
  await quota.setTenant('team', { parent: 'org' }, by);
  await quota.setOverride({ tenant: 'team', meter: 'seats', limit: { type: 'capped', amount: 2, rest: 'pool' } }, by);
  await quota.setOverride({ tenant: 'org', meter: 'seats', limit: { type: 'capped', amount: 9 } }, by);
  await take('2026-01-10T12:00:00Z', { seats: 5 });
  fixture.setNow('2026-09-10T12:00:00Z');
  expect(await quota.retain({ months: 6 })).toMatchObject({ broughtForward: 2 });
  expect(await quota.free({ tenant: 'team', meter: 'seats', amount: 4 })).toEqual({ used: 1 });
  expect((await quota.usage('org')).meters.seats.used).toBe(1);
  expect(await drifts()).toEqual([]);
});

it('months are retired under traffic, and no call is lost', async () => {
  await fixture.quota.setOverride({ tenant: 'team', meter: 'seats', limit: { type: 'unlimited' } }, by);
  let granted = 0;
  for (const month of ['01', '02', '03', '04']) {
    await take(`2026-${month}-10T12:00:00Z`, { seats: 10 });
    granted += 10;
  }
  fixture.setNow('2026-10-31T12:00:00Z');
  let isRunning = true;
  const traffic = [fixture.quota, fixture.open()].map(async (quota) => {
    while (isRunning) {
      const decision = await quota.consume({ tenant: 'team', meters: { seats: 1 } });
      if (decision.outcome === 'granted') granted += 1;
    }
  });
  expect((await fixture.quota.retain({ months: 6 })).dropped).toEqual(['2026-01', '2026-02', '2026-03']);
  isRunning = false;
  await Promise.all(traffic);
  expect((await fixture.quota.usage('team')).meters.seats.used).toBe(granted);
  expect(await drifts()).toEqual([]);
});

it('an open period keeps its truth, and fewer than six months are refused', async () => {
  await take('2026-01-10T12:00:00Z', { hard: 5 });
  await take('2026-02-10T12:00:00Z', { hard: 5 });
  fixture.setNow('2026-10-10T12:00:00Z');
  expect(await fixture.quota.retain({ months: 6 })).toMatchObject({ broughtForward: 2 });
  expect(await drifts()).toEqual([]);
  for (const months of [5, 121, 6.5]) {
    await expect(fixture.quota.retain({ months })).rejects.toMatchObject({ field: 'months' });
  }
});
