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
const used = async (tenant: string, name: keyof ContractsCatalog['meters'] = 'hard') =>
  (await fixture.quota.usage(tenant)).meters[name].used;
const periods = (tenant: string) => fixture.sql`
  select p.period_start::date::text as start, p.used::int from quota.period p join quota.balance b on b.id = p.balance_id
  where b.tenant = ${tenant} order by 1`;

it('what already happened is never refused, and one event is booked once', async () => {
  const tenant = newTenant();
  const events = Array.from({ length: 30 }, (_, i) => ({ tenant, meters: { hard: 1 }, event: `e-${i}`, at: startAt }));
  expect(await fixture.quota.record([...events, ...events.slice(0, 5)])).toEqual({ booked: 30, known: 5, late: 20 });
  expect(await fixture.quota.record(events)).toMatchObject({ booked: 0, known: 30 });
  expect(await used(tenant)).toBe(30);
  await expect(fixture.quota.record({ tenant, meters: { hard: 2 }, event: 'e-1', at: startAt })).rejects.toMatchObject({
    name: 'KeyReusedError',
  });
});

it('a late event lands in its period for a day after its end, then in the present one, marked late', async () => {
  const tenant = newTenant();
  await fixture.quota.consume({ tenant, meters: { hard: 1 } });
  fixture.setNow('2026-12-01T23:00:00Z');
  const at = '2026-11-30T23:59:59Z';
  expect(await fixture.quota.record({ tenant, meters: { hard: 2 }, event: 'a', at })).toEqual({
    booked: 1,
    known: 0,
    late: 0,
  });
  expect(await used(tenant)).toBe(0);
  expect(await periods(tenant)).toEqual([{ start: '2026-11-01', used: 3 }]);
  fixture.setNow('2026-12-02T00:00:00Z');
  expect(await fixture.quota.record({ tenant, meters: { hard: 4 }, event: 'b', at })).toEqual({
    booked: 1,
    known: 0,
    late: 1,
  });
  expect(await used(tenant)).toBe(4);
  expect(await periods(tenant)).toEqual([{ start: '2026-11-01', used: 3 }]);
});

it('events through a pool count on both, and a level can be told too', async () => {
  const org = newTenant();
  const team = `${org}-team`;
  await fixture.quota.setTenant(org, { plan: 'organisation' }, by);
  await fixture.quota.setTenant(team, { parent: org }, by);
  await fixture.quota.record({ tenant: team, meters: { tokens: 70, spill: 12, seats: 4 }, event: 'a' });
  expect([await used(team, 'tokens'), await used(org, 'tokens')]).toEqual([70, 70]);
  expect([await used(team, 'spill'), await used(org, 'spill')]).toEqual([10, 2]);
  expect(await used(team, 'seats')).toBe(4);
});

it.each([
  ['in the future', { at: '2026-11-11T12:00:00Z' }, 'at'],
  ['too long ago', { at: '2025-01-01T00:00:00Z' }, 'at'],
  ['at no time', { at: 'noon' }, 'at'],
  ['without an id', { event: '' }, 'event'],
  ['of a rate', { meters: { requests: 1 } }, 'meters.requests'],
])('an event %s is refused, and none of its batch is booked', async (_, wrong, field) => {
  const tenant = newTenant();
  const event = { tenant, meters: { hard: 1 }, event: 'a', at: startAt };
  await expect(fixture.quota.record([event, { ...event, event: 'b', ...wrong } as typeof event])).rejects.toMatchObject(
    { field },
  );
  expect(await used(tenant)).toBe(0);
});

it('a level is set to what the application counts, and the difference is on record', async () => {
  const tenant = newTenant();
  await fixture.quota.consume({ tenant, meters: { seats: 2 } });
  const counted = { tenant, meter: 'seats', count: 5 } as const;
  expect(await fixture.quota.recount(counted, by)).toEqual({ before: 2, after: 5 });
  expect(await fixture.quota.recount(counted, by)).toEqual({ before: 5, after: 5 });
  const entries = await fixture.sql`
    select kind, amount::int, late from quota.entry e join quota.balance b on b.id = e.balance_id where b.tenant = ${tenant} order by e.seq`;
  expect(entries).toEqual([
    { kind: 'consume', amount: 2, late: false },
    { kind: 'recount', amount: 3, late: true },
  ]);
  await expect(fixture.quota.recount({ ...counted, count: -1 }, by)).rejects.toMatchObject({ field: 'meters.seats' });
  const [audit] = await fixture.sql`select action, reason, before, after from quota.audit where tenant = ${tenant}`;
  expect(audit).toMatchObject({ action: 'recount', before: { used: 2 }, after: { used: 5 } });
});

it('what is counted in a transaction is what is booked, whoever takes a unit meanwhile', async () => {
  const tenant = newTenant();
  await fixture.quota.consume({ tenant, meters: { seats: 1 } });
  const taken = await fixture.sql.begin(async (tx) => {
    const count = async () => {
      const taking = fixture.quota.consume({ tenant, meters: { seats: 1 } });
      return { taking, count: 2 };
    };
    let waiting: Promise<unknown> | undefined;
    await fixture.quota.recount(
      {
        tenant,
        meter: 'seats',
        count: async () => {
          const counted = await count();
          waiting = counted.taking;
          return counted.count;
        },
      },
      by,
      { tx },
    );
    return () => waiting;
  });
  await taken();
  expect(await used(tenant, 'seats')).toBe(3);
});

it('freeing names the charge that took it: that can be returned only as far as it is left', async () => {
  const tenant = newTenant();
  const decision = await fixture.quota.consume({ tenant, meters: { seats: 2 } });
  await fixture.quota.consume({ tenant, meters: { seats: 1 } });
  if (decision.outcome !== 'granted') throw new Error('refused');
  const { charge } = decision;
  expect(await fixture.quota.free({ tenant, meter: 'seats', amount: 1, charge })).toEqual({ used: 2 });
  expect(await fixture.quota.refund({ tenant, charge })).toEqual({ meters: { seats: 1 } });
  expect(await used(tenant, 'seats')).toBe(1);
  await expect(fixture.quota.free({ tenant, meter: 'seats', amount: 1, charge })).rejects.toMatchObject({
    field: 'meters.seats',
  });
});

it('part of a charge is returned, never more than is left of it', async () => {
  const tenant = newTenant();
  const decision = await fixture.quota.consume({ tenant, meters: { hard: 8, soft: 4 }, key: 'k' });
  if (decision.outcome !== 'granted') throw new Error('refused');
  const { charge } = decision;
  expect(await fixture.quota.refund({ tenant, charge, meters: { hard: 3 } })).toEqual({ meters: { hard: 3 } });
  expect(await fixture.quota.consume({ tenant, meters: { hard: 8, soft: 4 }, key: 'k' })).toMatchObject({
    outcome: 'replayed',
  });
  await expect(fixture.quota.refund({ tenant, charge, meters: { hard: 6 } })).rejects.toMatchObject({
    field: 'meters.hard',
  });
  expect(await fixture.quota.refund({ tenant, charge })).toEqual({ meters: { hard: 5, soft: 4 } });
  expect(await fixture.quota.refund({ tenant, charge })).toEqual({ meters: {} });
  expect(await fixture.quota.consume({ tenant, meters: { hard: 8, soft: 4 }, key: 'k' })).toMatchObject({
    outcome: 'granted',
  });
});

it('a check answers as consume would, and changes nothing', async () => {
  const tenant = newTenant();
  const answers = await fixture.quota.check([
    { tenant, meters: { hard: 10 } },
    { tenant, meters: { hard: 11, soft: 1 } },
    { tenant, meters: { hard: 30 }, partial: true },
  ]);
  expect(answers).toMatchObject([
    { outcome: 'granted', meters: { hard: { taken: 10, remaining: 10 } } },
    { outcome: 'refused', refusal: { reason: 'exhausted', asked: 11, remaining: 10 } },
    { outcome: 'granted', meters: { hard: { taken: 10 } } },
  ]);
  expect(await used(tenant)).toBe(0);
  expect(
    await fixture.sql`select 1 from quota.refusal r join quota.balance b on b.id = r.balance_id where b.tenant = ${tenant}`,
  ).toHaveLength(0);
});

it('many requests in one go are decided in their order, each for itself', async () => {
  const tenant = newTenant();
  const decisions = await fixture.quota.consume([4, 7, 6, 1].map((hard) => ({ tenant, meters: { hard } })));
  expect(decisions.map(({ outcome }) => outcome)).toEqual(['granted', 'refused', 'granted', 'refused']);
});

it('more than 64 lines is a typed error', async () => {
  const meters = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`m${i}`, 1]));
  await expect(fixture.quota.consume({ tenant: newTenant(), meters })).rejects.toMatchObject({ field: 'meters' });
});
