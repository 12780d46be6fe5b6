import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import type { ConsumeRequest } from './verbs.ts';

let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeEach(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt: '2026-11-10T12:00:00Z' });
});
afterEach(() => fixture.close());

const tenant = 'team';
async function take(meters: ConsumeRequest<ContractsCatalog>['meters']) {
  const decision = await fixture.quota.consume({ tenant, meters });
  if (decision.outcome === 'refused') throw new Error(decision.refusal.reason);
  return decision;
}
const record = (meters: ConsumeRequest<ContractsCatalog>['meters'], event: string, at: string) =>
  fixture.quota.record({ tenant, meters, event, at });
const periods = (meter: string) => fixture.sql`
  select p.used::int, p.held::int, p.included::int, p.granted::int, p.overage::int, p.late::int, p.closed_at is not null as closed
  from quota.period p join quota.balance b on b.id = p.balance_id where b.meter = ${meter} order by p.period_start`;

it('a period closes 24 hours after its end, also one that nobody turned, and its parts add up to what was used', async () => {
  await fixture.quota.grant({ tenant, meter: 'priced', amount: 4, source: 'bonus' }, by);
  await take({ priced: 18 });
  await record({ priced: 10 }, 'late', '2026-11-10T11:00:00Z');
  await take({ hard: 7 });
  fixture.setNow('2026-12-01T12:00:00Z');
  await take({ hard: 1 });
  fixture.setNow('2026-12-02T00:00:00Z');
  expect(await fixture.quota.closePeriods()).toEqual({ closed: 0 });
  fixture.setNow('2026-12-02T00:00:00.001Z');
  expect(await fixture.quota.closePeriods()).toEqual({ closed: 2 });
  expect(await periods('priced')).toEqual([
    { used: 28, held: 0, included: 10, granted: 4, overage: 5, late: 9, closed: true },
  ]);
  expect(await periods('hard')).toMatchObject([{ used: 7, included: 7, granted: 0, overage: 0, late: 0 }]);
  expect(await fixture.quota.closePeriods()).toEqual({ closed: 0 });
  await expect(fixture.sql`update quota.period set used = 0`).rejects.toThrow('final');
});

it('what was used beyond the line stays so, however often the balance was opened since', async () => {
  await take({ priced: 13 });
  await fixture.quota.suspend(tenant, by);
  await fixture.quota.resume(tenant, by);
  await take({ priced: 1 });
  fixture.setNow('2026-12-03T00:00:00Z');
  await fixture.quota.closePeriods();
  expect(await periods('priced')).toMatchObject([{ used: 14, included: 10, granted: 0, overage: 4, late: 0 }]);
});

it('what a better plan allowed stays included after a downgrade, and only in that period', async () => {
  await fixture.quota.setPlan(tenant, 'organisation', by);
  await take({ hard: 60 });
  await fixture.quota.setPlan(tenant, 'team', by);
  fixture.setNow('2026-12-05T00:00:00Z');
  await take({ hard: 10 });
  await record({ hard: 2 }, 'e', '2026-12-05T00:00:00Z');
  fixture.setNow('2027-01-05T00:00:00Z');
  expect(await fixture.quota.closePeriods()).toEqual({ closed: 2 });
  expect(await periods('hard')).toMatchObject([
    { used: 60, included: 60, overage: 0, late: 0 },
    { used: 12, included: 10, overage: 0, late: 2 },
  ]);
});

it('a plan that changes at the turn does not reach back', async () => {
  await fixture.quota.setPlan(tenant, 'organisation', by);
  await take({ hard: 5 });
  await fixture.quota.setPlan(tenant, 'team', by, { at: 'period_end' });
  fixture.setNow('2026-12-05T00:00:00Z');
  await record({ hard: 30 }, 'e', '2026-12-05T00:00:00Z');
  fixture.setNow('2027-01-05T00:00:00Z');
  expect(await fixture.quota.closePeriods()).toEqual({ closed: 2 });
  expect(await periods('hard')).toMatchObject([{ included: 5 }, { used: 30, included: 10, late: 20 }]);
});

it('soft and grace count as beyond the line, an end-less limit as included', async () => {
  await take({ soft: 25, graced: 12 });
  await fixture.quota.setTenant('org', { plan: 'organisation' }, by);
  await fixture.quota.consume({ tenant: 'org', meters: { soft: 1_000 } });
  fixture.setNow('2026-12-03T00:00:00Z');
  expect(await fixture.quota.closePeriods()).toEqual({ closed: 3 });
  expect(await periods('graced')).toMatchObject([{ included: 10, overage: 2, late: 0 }]);
  expect(
    await fixture.sql`
    select included::int, granted::int, overage::int, late::int from quota.period where used in (25, 1000) order by used`,
  ).toEqual([
    { included: 10, granted: 0, overage: 15, late: 0 },
    { included: 1_000, granted: 0, overage: 0, late: 0 },
  ]);
});

it('nothing is held in a closed period, and work that settles later is booked in the running one', async () => {
  fixture.setNow('2026-11-30T12:00:00Z');
  const hold = await fixture.quota.hold({ tenant, meters: { hard: 6 }, forMs: 30 * 86_400_000 });
  if (hold.outcome !== 'granted') throw new Error('refused');
  fixture.setNow('2026-12-05T00:00:00Z');
  expect(await fixture.quota.closePeriods()).toEqual({ closed: 1 });
  expect(await periods('hard')).toMatchObject([{ used: 0, held: 0 }]);
  expect(await fixture.sql`select is_held from quota.hold_line`).toEqual([{ is_held: false }]);
  expect(await fixture.quota.settle({ tenant, hold: hold.hold, meters: { hard: 4 } })).toMatchObject({ late: true });
  expect((await fixture.quota.usage(tenant)).meters.hard).toMatchObject({ used: 4, held: 0 });
});

it('many close at once, and each period is closed by one', async () => {
  const many = Array.from({ length: 60 }, (_, i) => `t${i}`);
  await fixture.quota.consume(many.map((id) => ({ tenant: id, meters: { hard: 1 } })));
  fixture.setNow('2026-12-05T00:00:00Z');
  const other = fixture.open();
  const rounds = [fixture.quota, other, fixture.quota, other].map((quota) => quota.closePeriods({ most: 20 }));
  const closed = (await Promise.all(rounds)).map((each) => each.closed);
  while (closed.at(-1) !== 0) closed.push((await other.closePeriods({ most: 20 })).closed);
  expect(closed.reduce((sum, each) => sum + each)).toBe(60);
  expect(Math.max(...closed)).toBeLessThanOrEqual(20);
  await expect(fixture.quota.closePeriods({ most: 0 })).rejects.toMatchObject({ field: 'most' });
});
