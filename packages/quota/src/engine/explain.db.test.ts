import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import type { ConsumeRequest } from './verbs.ts';

let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt: '2026-11-10T12:00:00Z' });
});
afterAll(() => fixture.close());

let n = 0;
function newTenant() {
  fixture.setNow('2026-11-10T12:00:00Z');
  return `tenant-${++n}`;
}
async function take(request: ConsumeRequest<ContractsCatalog>): Promise<string> {
  const decision = await fixture.quota.consume(request);
  if (decision.outcome === 'refused') throw new Error(decision.refusal.reason);
  return decision.charge;
}
async function refusal(request: ConsumeRequest<ContractsCatalog>) {
  const decision = await fixture.quota.consume(request);
  if (decision.outcome !== 'refused') throw new Error('granted');
  return fixture.quota.explain({ refusal: decision.refusal });
}
const explain = (tenant: string, charge: string) => fixture.quota.explain({ tenant, charge });

it('a charge is explained by what stood and was agreed before it, whatever came since', async () => {
  const tenant = newTenant();
  await fixture.quota.grant({ tenant, meter: 'priced', amount: 3, source: 'bonus' }, by);
  await take({ tenant, meters: { priced: 8 } });
  const hold = await fixture.quota.hold({ tenant, meters: { priced: 2 } });
  fixture.setNow('2026-11-10T12:01:00Z');
  const charge = await take({ tenant, meters: { priced: 5, hard: 1 }, actor: 'ada', feature: 'chat', key: 'k' });
  fixture.setNow('2026-11-10T12:02:00Z');
  if (hold.outcome === 'granted') await fixture.quota.settle({ tenant, hold: hold.hold, meters: { priced: 2 } });
  await fixture.quota.refund({ tenant, charge, meters: { priced: 1 } });
  await fixture.quota.setPlan(tenant, 'organisation', by);
  await take({ tenant, meters: { priced: 50 } });
  const explained = await explain(tenant, charge);
  expect(explained).toMatchObject({
    outcome: 'granted',
    at: '2026-11-10T12:01:00.000Z',
    actor: 'ada',
    feature: 'chat',
    keyed: true,
  });
  const [priced, hard] = explained.meters.sort((a) => (a.meter === 'priced' ? -1 : 1));
  expect(priced).toMatchObject({
    meter: 'priced',
    asked: 5,
    numbers: { plan: 'Team', override: false, grants: 3, line: 13, ceiling: 18, used: 8, held: 2 },
    pools: [],
    period: { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' },
    late: false,
    returned: 1,
  });
  expect(priced?.sentence).toBe(
    '5 exports were granted to ada for chat: 8 of 18 (10 by the Team plan, 3 by grants, 5 of overage) were used and 2 held, ' +
      'which left 8; the request had a key: sent again, it is answered with this charge; 1 of them is returned by now.',
  );
  expect(hard).toMatchObject({ numbers: { ceiling: 10, used: 0, held: 0 }, returned: 0 });
  expect(explained.sentence).toContain(priced?.sentence);
});

it('an override, grace that runs out, and a window are those of then', async () => {
  const tenant = newTenant();
  const opening = await take({ tenant, meters: { windowed: 1 } });
  expect(await explain(tenant, opening)).toMatchObject({
    sentence: expect.stringContaining('this opened a window that ends on Tue 10 Nov, 17:00'),
  });
  const across = await take({ tenant, meters: { graced: 12 } });
  fixture.setNow('2026-11-14T00:00:00Z');
  expect(await refusal({ tenant, meters: { graced: 1 } })).toMatchObject({
    sentence: expect.stringContaining("12 of 10 (the Team plan's limit) were used, and the 3 days of grace had passed"),
  });
  expect((await explain(tenant, across)).meters[0]?.numbers).toMatchObject({ line: 10, ceiling: 15 });
  await fixture.quota.setOverride({ tenant, meter: 'hard', limit: { type: 'capped', amount: 40 } }, by);
  const charge = await take({ tenant, meters: { hard: 30 } });
  await fixture.quota.setOverride({ tenant, meter: 'hard', limit: null }, by);
  expect((await explain(tenant, charge)).meters[0]?.numbers).toMatchObject({ override: true, ceiling: 40 });
  expect((await refusal({ tenant, meters: { hard: 1 } })).meters[0]?.numbers).toMatchObject({
    override: false,
    used: 30,
  });
});

it('pools are told as they stood, from the nearest on, and what they gave', async () => {
  const org = newTenant();
  const tenant = newTenant();
  await fixture.quota.setTenant(org, { plan: 'organisation' }, by);
  await fixture.quota.setTenant(tenant, { parent: org }, by);
  await take({ tenant: org, meters: { spill: 4, tokens: 2 } });
  const charge = await take({ tenant, meters: { spill: 25, tokens: 20 } });
  const { meters } = await explain(tenant, charge);
  const of = (name: string) => meters.find(({ meter }) => meter === name);
  expect(of('spill')).toMatchObject({ asked: 25, pools: [{ tenant: org, amount: 15, used: 4, line: 30 }] });
  expect(of('spill')?.sentence).toContain(`15 from the pool of ${org}, of which 4 of 30 were used`);
  expect(of('tokens')).toMatchObject({ asked: 20, pools: [{ tenant: org, amount: 20, used: 2, line: 100 }] });
  await fixture.quota.refund({ tenant, charge });
  const after = await explain(tenant, charge);
  expect(after.meters.map(({ returned }) => returned).sort()).toEqual([20, 25]);
  await expect(explain(org, charge)).rejects.toMatchObject({ field: 'charge' });
  await take({ tenant, meters: { tokens: 60 } });
  expect((await refusal({ tenant, meters: { tokens: 1 } })).meters[0]).toMatchObject({
    numbers: { line: 60, used: 60 },
    pools: [{ tenant: null, used: 62, line: 100 }],
  });
});

it('late bookings, settled holds and shadow say so', async () => {
  const tenant = newTenant();
  const hold = await fixture.quota.hold({ tenant, meters: { hard: 2 } });
  if (hold.outcome !== 'granted') throw new Error('refused');
  await fixture.quota.settle({ tenant, hold: hold.hold, meters: { hard: 12 } });
  const settled = await explain(tenant, hold.hold);
  expect(settled.meters[0]).toMatchObject({ asked: 12, late: true, numbers: { used: 0, held: 0 } });
  expect(settled.sentence).toContain('2 of them are above the ceiling, and marked late');
  const parts = await fixture.quota.hold({ tenant, meters: { graced: 5 } });
  if (parts.outcome !== 'granted') throw new Error('refused');
  fixture.setNow('2026-11-10T12:00:01Z');
  await fixture.quota.settle({ tenant, hold: parts.hold, meters: { graced: 2 }, more: true });
  fixture.setNow('2026-11-10T12:00:02Z');
  await fixture.quota.settle({ tenant, hold: parts.hold, meters: { graced: 1 } });
  expect((await explain(tenant, parts.hold)).meters[0]).toMatchObject({ asked: 3, numbers: { used: 0, held: 0 } });
  await fixture.quota.record({ tenant, meters: { soft: 2 }, event: 'e', at: '2026-11-01T00:00:00Z' });
  const [event] =
    await fixture.sql`select charge from quota.entry where kind = 'record' order by booked_at desc limit 1`;
  expect(await explain(tenant, event?.charge)).toMatchObject({ at: '2026-11-01T00:00:00.000Z', keyed: false });
  await fixture.quota.setMode('weekly', 'shadow', by);
  const shadow = await take({ tenant, meters: { weekly: 30 } });
  expect((await explain(tenant, shadow)).sentence).toContain(
    '5 of them are above the ceiling, as the meter was in shadow',
  );
  await fixture.quota.setMode('weekly', 'off', by);
  const off = await take({ tenant, meters: { weekly: 30 } });
  expect(await explain(tenant, off)).toMatchObject({ meters: [], sentence: expect.stringContaining('switched off') });
  await fixture.quota.setMode('weekly', 'enforce', by);
});

it('every refusal is explained by its own numbers, each limit that it breached', async () => {
  const tenant = newTenant();
  await take({ tenant, meters: { hard: 9, graced: 14 } });
  const both = await refusal({ tenant, meters: { hard: 2, graced: 3 } });
  expect(both.meters.map(({ meter }) => meter)).toEqual(['hard', 'graced']);
  expect(both.sentence).toBe(
    "2 calls were refused: 9 of 10 (the Team plan's limit) were used, which left 1; there is room again from " +
      'Tue 1 Dec, 00:00 on. 3 generations were refused: 14 of 15 (10 by the Team plan, 5 of grace) were used, which left 1.',
  );
  await take({ tenant, meters: { requests: 20 } });
  expect((await refusal({ tenant, meters: { requests: 1 } })).sentence).toContain(
    'of which none were left; there is room in 1 second',
  );
  expect((await refusal({ tenant, meters: { tokens: 1 } })).sentence).toContain('the tenant has no parent');
  await fixture.quota.suspend(tenant, by);
  expect(await refusal({ tenant, meters: { soft: 1 } })).toMatchObject({
    outcome: 'refused',
    meters: [{ numbers: null, sentence: expect.stringContaining('suspended') }],
  });
});

it('a charge whose contract was not kept yet is explained without it; an unknown one, or no refusal, is refused', async () => {
  const tenant = newTenant();
  const charge = await take({ tenant, meters: { hard: 3 } });
  await fixture.sql`delete from quota.opening`;
  expect((await explain(tenant, charge)).meters[0]).toMatchObject({
    numbers: null,
    sentence: expect.stringContaining('no longer on record'),
  });
  await expect(explain(tenant, '019a0000-0000-7000-8000-000000000000')).rejects.toMatchObject({ field: 'charge' });
  await expect(explain(tenant, 'x')).rejects.toMatchObject({ field: 'charge' });
  const nothing = { reason: 'exhausted', tenant, meter: 'nothing' } as never;
  await expect(fixture.quota.explain({ refusal: nothing })).rejects.toMatchObject({ field: 'meters.nothing' });
  const wrong = { reason: 'tired', tenant, meter: 'hard', asked: 1 } as never;
  await expect(fixture.quota.explain({ refusal: wrong })).rejects.toMatchObject({ field: 'refusal' });
});
