import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';

const startAt = '2026-11-10T12:00:00Z';
let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt });
});
afterAll(() => fixture.close());

let n = 0;
const newTenant = () => {
  fixture.setNow(startAt);
  return `tenant-${++n}`;
};
async function holdOf(
  tenant: string,
  meters: { hard?: number; spill?: number; seats?: number },
  more: { key?: string; forMs?: number } = {},
) {
  const decision = await fixture.quota.hold({ tenant, meters, ...more });
  if (decision.outcome === 'refused') throw new Error(decision.refusal.reason);
  return decision.hold;
}
const state = async (tenant: string, name: keyof ContractsCatalog['meters'] = 'hard') => {
  const { used, held, remaining } = (await fixture.quota.usage(tenant)).meters[name];
  return { used, held, remaining };
};
const settle = (tenant: string, hold: string, meters: { hard?: number; spill?: number }, more = false) =>
  fixture.quota.settle({ tenant, hold, meters, more });

it('what is held can be taken by nobody, and is remaining again once it is released', async () => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 8 });
  expect(await state(tenant)).toEqual({ used: 0, held: 8, remaining: 2 });
  expect(await fixture.quota.consume({ tenant, meters: { hard: 3 } })).toMatchObject({ outcome: 'refused' });
  expect(await fixture.quota.hold({ tenant, meters: { hard: 3 } })).toMatchObject({
    outcome: 'refused',
    refusal: { reason: 'exhausted', held: 8, remaining: 2 },
  });
  expect(await fixture.quota.release({ tenant, hold })).toMatchObject({
    booked: {},
    returned: { hard: 8 },
    ended: true,
  });
  expect(await state(tenant)).toEqual({ used: 0, held: 0, remaining: 10 });
});

it('a settling books what the work took and returns the rest', async () => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 8 });
  expect(await settle(tenant, hold, { hard: 5 })).toEqual({
    hold,
    booked: { hard: 5 },
    returned: { hard: 3 },
    above: {},
    late: false,
    ended: true,
  });
  expect(await state(tenant)).toEqual({ used: 5, held: 0, remaining: 5 });
});

it('a stream settles in parts, the rest stays held until the last one', async () => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 8 });
  expect(await settle(tenant, hold, { hard: 3 }, true)).toMatchObject({
    booked: { hard: 3 },
    returned: {},
    ended: false,
  });
  expect(await state(tenant)).toEqual({ used: 3, held: 5, remaining: 2 });
  expect(await settle(tenant, hold, { hard: 2 }, true)).toMatchObject({ ended: false });
  expect(await settle(tenant, hold, { hard: 1 })).toMatchObject({
    booked: { hard: 1 },
    returned: { hard: 2 },
    ended: true,
  });
  expect(await state(tenant)).toEqual({ used: 6, held: 0, remaining: 4 });
});

it('work that took more than was held is booked truthfully, also above the ceiling, and says so', async () => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 8 });
  expect(await settle(tenant, hold, { hard: 12 })).toMatchObject({
    booked: { hard: 12 },
    above: { hard: 4 },
    late: false,
  });
  expect(await state(tenant)).toEqual({ used: 12, held: 0, remaining: 0 });
  const [entry] = await fixture.sql`select amount::int, kind, late from quota.entry where charge = ${hold}`;
  expect(entry).toEqual({ amount: 12, kind: 'settle', late: true });
});

it('a hold ends once: settled or released, it can be neither again', async () => {
  const tenant = newTenant();
  const [settled, released] = [await holdOf(tenant, { hard: 1 }), await holdOf(tenant, { hard: 1 })];
  await settle(tenant, settled, { hard: 1 });
  await fixture.quota.release({ tenant, hold: released });
  for (const [hold, ending] of [
    [settled, 'settled'],
    [released, 'released'],
  ] as const) {
    await expect(settle(tenant, hold, { hard: 1 })).rejects.toMatchObject({ name: 'HoldEndedError', ending });
    await expect(fixture.quota.release({ tenant, hold })).rejects.toMatchObject({ name: 'HoldEndedError', ending });
    await expect(fixture.quota.extend({ tenant, hold, forMs: 5_000 })).rejects.toMatchObject({
      name: 'HoldEndedError',
    });
  }
  expect(await state(tenant)).toEqual({ used: 1, held: 0, remaining: 9 });
});

it('of many that settle and release one hold at once, one does', async () => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 4 });
  const ends = Array.from({ length: 10 }, (_, i) =>
    i % 2 ? settle(tenant, hold, { hard: 4 }) : fixture.quota.release({ tenant, hold }),
  );
  const outcomes = await Promise.allSettled(ends);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await state(tenant)).held).toBe(0);
});

it('a hold expires by time: from then its amount is remaining, and work that ends later is booked late', async () => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 10 }, { forMs: 60_000 });
  fixture.setNow('2026-11-10T12:00:59.999Z');
  expect(await fixture.quota.consume({ tenant, meters: { hard: 1 } })).toMatchObject({ outcome: 'refused' });
  fixture.setNow('2026-11-10T12:01:00Z');
  expect(await state(tenant)).toEqual({ used: 0, held: 0, remaining: 10 });
  expect(await fixture.quota.consume({ tenant, meters: { hard: 9 } })).toMatchObject({ outcome: 'granted' });
  await expect(fixture.quota.extend({ tenant, hold, forMs: 5_000 })).rejects.toMatchObject({ ending: 'expired' });
  expect(await settle(tenant, hold, { hard: 3 })).toMatchObject({ booked: { hard: 3 }, returned: {}, late: true });
  expect(await state(tenant)).toEqual({ used: 12, held: 0, remaining: 0 });
});

it('an extended hold lives on', async () => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 10 }, { forMs: 60_000 });
  fixture.setNow('2026-11-10T12:00:30Z');
  expect(await fixture.quota.extend({ tenant, hold, forMs: 60_000 })).toEqual({
    expiresAt: '2026-11-10T12:01:30.000Z',
  });
  fixture.setNow('2026-11-10T12:01:10Z');
  expect(await fixture.quota.consume({ tenant, meters: { hard: 1 } })).toMatchObject({ outcome: 'refused' });
  fixture.setNow('2026-11-10T12:01:30Z');
  expect(await fixture.quota.consume({ tenant, meters: { hard: 1 } })).toMatchObject({ outcome: 'granted' });
  expect(await fixture.quota.release({ tenant, hold })).toMatchObject({ returned: {} });
});

it('a hold acts in its own period: the next one is whole, and what was held is settled in the old', async () => {
  const tenant = newTenant();
  fixture.setNow('2026-11-30T23:00:00Z');
  const hold = await holdOf(tenant, { hard: 6 }, { forMs: 86_400_000 });
  fixture.setNow('2026-12-01T01:00:00Z');
  expect(await fixture.quota.consume({ tenant, meters: { hard: 10 } })).toMatchObject({ outcome: 'granted' });
  expect(await settle(tenant, hold, { hard: 4 })).toMatchObject({ booked: { hard: 4 }, late: false });
  expect(await state(tenant)).toEqual({ used: 10, held: 0, remaining: 0 });
  const [period] = await fixture.sql`
    select p.used::int, p.held::int from quota.period p join quota.balance b on b.id = p.balance_id where b.tenant = ${tenant}`;
  expect(period).toEqual({ used: 4, held: 0 });
});

it('a key holds once; a released one holds afresh; another request under it is an error', async () => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 4 }, { key: 'k' });
  expect(await fixture.quota.hold({ tenant, meters: { hard: 4 }, key: 'k' })).toMatchObject({
    outcome: 'replayed',
    hold,
    meters: { hard: { taken: 4 } },
  });
  await expect(fixture.quota.consume({ tenant, meters: { hard: 4 }, key: 'k' })).rejects.toMatchObject({
    field: 'key',
  });
  await fixture.quota.release({ tenant, hold });
  const again = await holdOf(tenant, { hard: 4 }, { key: 'k' });
  expect(again).not.toBe(hold);
  await settle(tenant, again, { hard: 2 });
  expect(await fixture.quota.hold({ tenant, meters: { hard: 4 }, key: 'k' })).toMatchObject({ outcome: 'replayed' });
});

it('a level with holds limits work in flight', async () => {
  const tenant = newTenant();
  const holds = await Promise.all([1, 2, 3].map(() => holdOf(tenant, { seats: 1 })));
  await expect(holdOf(tenant, { seats: 1 })).rejects.toThrow('exhausted');
  await fixture.quota.release({ tenant, hold: holds[0] as string });
  await holdOf(tenant, { seats: 1 });
});

it('a hold over an own limit and its pool is settled own part first, and a settled charge can be refunded', async () => {
  const org = newTenant();
  const team = `${org}-team`;
  await fixture.quota.setTenant(org, { plan: 'organisation' }, by);
  await fixture.quota.setTenant(team, { parent: org }, by);
  const hold = await holdOf(team, { spill: 25 });
  expect(await state(team, 'spill')).toEqual({ used: 0, held: 10, remaining: 15 });
  expect(await state(org, 'spill')).toMatchObject({ used: 0, held: 15 });
  expect(await settle(team, hold, { spill: 12 })).toMatchObject({ booked: { spill: 12 }, returned: { spill: 13 } });
  expect(await state(team, 'spill')).toMatchObject({ used: 10, held: 0 });
  expect(await state(org, 'spill')).toMatchObject({ used: 2, held: 0 });
  expect(await fixture.quota.refund({ tenant: team, charge: hold, meters: { spill: 3 } })).toEqual({
    meters: { spill: 3 },
  });
  expect(await state(team, 'spill')).toMatchObject({ used: 9 });
  expect(await state(org, 'spill')).toMatchObject({ used: 0 });
});

it.each([
  ['a hold of nobody', '018f0000-0000-7000-8000-000000000000', { hard: 1 }, 'hold'],
  ['a hold that is no id', 'x', { hard: 1 }, 'hold'],
  ['a meter that is not held', undefined, { spill: 1 }, 'meters'],
  ['a negative amount', undefined, { hard: -1 }, 'meters.hard'],
] as const)('settling %s is a typed error and changes nothing', async (_, id, meters, field) => {
  const tenant = newTenant();
  const hold = await holdOf(tenant, { hard: 4 });
  await expect(settle(tenant, id ?? hold, meters)).rejects.toMatchObject({ field });
  await expect(settle(newTenant(), hold, { hard: 1 })).rejects.toMatchObject({ field: 'hold' });
  expect(await state(tenant)).toEqual({ used: 0, held: 4, remaining: 6 });
});
