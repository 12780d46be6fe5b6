import { describe, expect, it, vi } from 'vitest';
import type { ExportRecord } from '../engine/export-tenant.ts';
import type { Notice } from '../outbox/notice.ts';
import { contractsCatalog } from './contracts-catalog.ts';
import { by, now } from './quota-with.ts';
import { createTestQuota } from './test-quota.ts';

const tenant = 'team';
const day = { from: '2026-11-10T00:00:00Z', to: '2026-11-11T00:00:00Z' };
async function quotaOn() {
  const quota = createTestQuota(contractsCatalog, { now });
  await quota.setTenant('org', { plan: 'organisation' }, by);
  await quota.setTenant(tenant, { parent: 'org' }, by);
  return quota;
}
type Quota = Awaited<ReturnType<typeof quotaOn>>;
const take = (quota: Quota, meters: object, more: object = {}) => quota.consume({ tenant, meters, ...more });
const usedOf = async (quota: Quota, meter: keyof (typeof contractsCatalog)['meters'], of = tenant) =>
  (await quota.usage(of)).meters[meter].used;
async function recordsOf(quota: Quota, of = tenant) {
  const records: ExportRecord[] = [];
  for await (const record of quota.exportTenant(of)) records.push(record);
  return records;
}

describe('those at risk', () => {
  it('are told soonest first: at the line, by pace, then those without one', async () => {
    const quota = await quotaOn();
    await take(quota, { seats: 3, hard: 10, priced: 9, forever: 1 });
    await quota.free({ tenant, meter: 'seats', amount: 1 });
    const risks = await quota.atRisk({ atLeast: 60 });
    expect(risks.map(({ meter, reachedAt }) => [meter, reachedAt !== null])).toEqual([
      ['hard', false],
      ['priced', true],
      ['seats', false],
    ]);
    expect(await quota.atRisk({ tenant: 'org' })).toEqual([]);
    expect(await quota.atRisk({ most: 1 })).toHaveLength(1);
    await expect(quota.atRisk({ atLeast: 0 })).rejects.toMatchObject({ field: 'atLeast' });
  });
});

describe('a period that ended', () => {
  it('is closed once, a day after its end, and says what was included, granted, beyond the line and late', async () => {
    const quota = await quotaOn();
    await quota.grant({ tenant, meter: 'priced', amount: 2, source: 'bonus' }, by);
    await take(quota, { priced: 15 });
    await quota.record({ tenant, meters: { priced: 4 }, event: 'e' });
    quota.clock.set('2026-12-02T00:00:00Z');
    expect(await quota.closePeriods()).toEqual({ closed: 0 });
    quota.clock.advance({ ms: 1 });
    expect([await quota.closePeriods(), await quota.closePeriods()]).toEqual([{ closed: 1 }, { closed: 0 }]);
    const [period] = (await recordsOf(quota)).filter(({ type }) => type === 'period');
    expect(period).toMatchObject({ used: 19, included: 10, granted: 2, overage: 5, late: 2 });
  });

  it('allows what a better plan had allowed before a downgrade', async () => {
    const quota = await quotaOn();
    await quota.setPlan(tenant, 'organisation', by);
    await take(quota, { hard: 30 });
    await quota.setPlan(tenant, 'team', by);
    quota.clock.set('2026-12-03T00:00:00Z');
    await quota.closePeriods();
    const [period] = (await recordsOf(quota)).filter(({ type }) => type === 'period');
    expect(period).toMatchObject({ line: 10, included: 30, late: 0 });
  });

  it('holds nothing once it is closed, and work that settles later is booked in the running one', async () => {
    const quota = await quotaOn();
    const held = await quota.hold({ tenant, meters: { hard: 4 }, forMs: 2_592_000_000 });
    if (held.outcome !== 'granted') throw new Error(held.outcome);
    quota.clock.set('2026-12-03T00:00:00Z');
    await quota.closePeriods();
    const settlement = await quota.settle({ tenant, hold: held.hold, meters: { hard: 1 } });
    expect(settlement).toMatchObject({ booked: { hard: 1 }, returned: {}, late: true });
    expect(quota.inspect().balances.find(({ meter }) => meter === 'hard')).toMatchObject({
      used: 1,
      held: 0,
      ended: [{ used: 0, held: 0 }],
    });
  });
});

describe('reconcile', () => {
  it('compares levels with what the application counts, mends them, and goes on past a count that fails', async () => {
    const quota = await quotaOn();
    await take(quota, { seats: 2 });
    await quota.consume({ tenant: 'org', meters: { seats: 5 } });
    const failed = new Error('no table');
    const count = async (of: string) => {
      if (of === 'org') throw failed;
      return 1;
    };
    const drift = { tenant, meter: 'seats', what: 'count', periodStart: null, balance: 2, truth: 1 };
    const errors = [{ tenant: 'org', meter: 'seats', error: failed }];
    expect(await quota.reconcile({ all: true }, { count: { seats: count } }, by)).toEqual({
      drifts: [{ ...drift, mended: false }],
      errors,
    });
    expect(await usedOf(quota, 'seats')).toBe(2);
    await quota.reconcile({ tenant }, { mend: true, count: { seats: count } }, by);
    expect(await usedOf(quota, 'seats')).toBe(1);
    const none = { drifts: [], errors: [] };
    expect(await quota.reconcile({ tenant }, { count: { seats: count } }, by)).toEqual(none);
    await expect(quota.reconcile({ all: true }, { count: { hard: count } as object }, by)).rejects.toMatchObject({
      field: 'meters.hard',
    });
  });
});

describe('reverse', () => {
  it('foresees and then returns what is left of the charges of a range, each once', async () => {
    const quota = await quotaOn();
    await take(quota, { soft: 10, hard: 2 }, { feature: 'chat' });
    await take(quota, { spill: 12 });
    await take(quota, { soft: 1 }, { feature: 'draw' });
    const all = { charges: 3, meters: { soft: 11, hard: 2, spill: 12 } };
    expect(await quota.reverse({ tenant, ...day }, by)).toEqual({ ...all, dryRun: true });
    expect(await usedOf(quota, 'soft')).toBe(11);
    const onlySoft = { tenant, ...day, meter: 'soft', feature: 'chat' } as const;
    expect(await quota.reverse(onlySoft, by, { dryRun: false })).toMatchObject({ charges: 1, meters: { soft: 10 } });
    expect(await quota.reverse({ tenant, ...day }, by, { dryRun: false })).toMatchObject({
      meters: { soft: 1, hard: 2, spill: 12 },
    });
    expect([await usedOf(quota, 'hard'), await usedOf(quota, 'spill', 'org')]).toEqual([0, 0]);
    expect(await quota.reverse({ tenant, ...day }, by)).toMatchObject({ charges: 0 });
  });

  it('gives back of a level what is used still, and the charge is over with that', async () => {
    const quota = await quotaOn();
    await take(quota, { seats: 3 });
    await quota.free({ tenant, meter: 'seats', amount: 2 });
    const returned = await quota.reverse({ tenant, ...day }, by, { dryRun: false });
    expect(returned).toMatchObject({ meters: { seats: 1 } });
    await take(quota, { seats: 2 });
    quota.clock.advance({ days: 1 });
    expect(await quota.reverse({ tenant, ...day }, by)).toMatchObject({ charges: 1, meters: { seats: 2 } });
  });
});

describe('the ledger', () => {
  it('drops old months, and what of them still counts is brought forward', async () => {
    const quota = await quotaOn();
    await take(quota, { seats: 2, hard: 3 }, { actor: 'ada' });
    quota.clock.set('2027-06-15T00:00:00Z');
    expect(await quota.retain({ months: 6 })).toEqual({ dropped: ['2026-11'], broughtForward: 2 });
    const left = quota.inspect().entries.map(({ meter, kind, amount }) => [meter, kind, amount]);
    expect(left.sort()).toEqual([
      ['hard', 'brought_forward', 3],
      ['seats', 'brought_forward', 2],
    ]);
    expect((await quota.ownUsage(tenant, 'ada')).meters.seats.used).toBe(2);
    const range = { from: '2026-11-01', to: '2027-07-01', grain: 'month' } as const;
    // The rollups know the month still.
    expect(await quota.history({ tenant, meter: 'seats', ...range })).toMatchObject([
      { start: '2026-11-01T00:00:00.000Z', amount: 2, calls: 1 },
    ]);
    await expect(quota.retain({ months: 5 })).rejects.toMatchObject({ field: 'months' });
  });
});

describe("a tenant's data", () => {
  it('is told record by record, in the order of types, without the people of others', async () => {
    const quota = await quotaOn();
    await take(quota, { hard: 8, tokens: 3 }, { actor: 'ada' });
    await take(quota, { hard: 3 }, { actor: 'bob' });
    await quota.hold({ tenant, meters: { soft: 1 }, actor: 'eve' });
    await quota.grant({ tenant, meter: 'hard', amount: 1, source: 'bonus' }, by);
    const records = await recordsOf(quota);
    const counts = Object.entries(Object.groupBy(records, ({ type }) => type)).map(([type, all]) => [type, all.length]);
    expect(counts).toEqual([
      ['tenant', 1],
      ['balance', 3],
      ['entry', 3],
      ['hold', 1],
      ['grant', 1],
      ['refusal', 1],
      ['notice', 1],
      ['audit', 2],
    ]);
    expect(records.find(({ type }) => type === 'hold')).toMatchObject({ actor: 'eve', lines: [{ amount: 1 }] });
    const given = (await recordsOf(quota, 'org')).find(({ type }) => type === 'entry');
    expect(given).toMatchObject({ pool: 'given', amount: 3, actor: '' });
    expect(await recordsOf(quota, 'nobody')).toEqual([]);
  });

  it('is forgotten for good; what it drew from a pool stays used there, what it held is let go', async () => {
    const quota = await quotaOn();
    await take(quota, { tokens: 3, hard: 2 }, { key: 'k' });
    await quota.hold({ tenant, meters: { tokens: 4 } });
    await expect(quota.eraseTenant('org', by)).rejects.toMatchObject({ field: 'tenant' });
    expect(await quota.eraseTenant(tenant, by)).toEqual({ erased: true });
    expect(await quota.eraseTenant(tenant, by)).toEqual({ erased: false });
    expect((await quota.usage('org')).meters.tokens).toMatchObject({ used: 3, held: 0 });
    expect(await usedOf(quota, 'hard')).toBe(0);
    expect(await recordsOf(quota)).toEqual([]);
    expect(await take(quota, { hard: 2 }, { key: 'k' })).toMatchObject({ outcome: 'granted' });
    expect(JSON.stringify(quota.inspect().entries[0])).not.toContain('"team"');
  });
});

describe('changes and notices', () => {
  it('are told to who listens to that tenant, until they stop', async () => {
    const quota = await quotaOn();
    const told: string[] = [];
    const stop = await quota.onChange(tenant, () => told.push('usage'));
    await take(quota, { hard: 1 });
    expect(told).toEqual(['usage']);
    await quota.consume({ tenant: 'other', meters: { hard: 1 } });
    await quota.usage(tenant);
    await take(quota, { hard: 100 });
    await quota.fork().consume({ tenant, meters: { hard: 1 } });
    await quota.usage(tenant);
    expect(told).toEqual(['usage']);
    await quota.setPlan(tenant, 'organisation', by);
    expect(told).toHaveLength(2);
    stop();
    await take(quota, { hard: 1 });
    expect(told).toHaveLength(2);
  });

  it('are handed on in order, each once, however many relays there are', async () => {
    const quota = await quotaOn();
    await take(quota, { hard: 8 });
    const told: Notice[] = [];
    const send = async (notices: Notice[]) => void told.push(...notices);
    for (let i = 0; i < 3; i++) quota.relay({ send });
    await vi.waitFor(() => expect(told).toHaveLength(1));
    await take(quota, { hard: 2 });
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(told.map(({ tenant: of, facts }) => [of, facts.level, facts.amount])).toEqual([
      [tenant, 'warning', 8],
      [tenant, 'reached', 10],
    ]);
    await quota.close();
  });

  it('one that could not be handed on is handed on later, under the same id; none once the relay has stopped', async () => {
    const quota = await quotaOn();
    const tried: string[] = [];
    const errors: unknown[] = [];
    quota.relay({
      everyMs: 1,
      onError: (cause) => errors.push(cause),
      send: async ([notice]) => {
        tried.push((notice as Notice).id);
        if (tried.length < 3) throw new Error('nobody listens');
      },
    });
    await take(quota, { hard: 8 });
    await vi.waitFor(() => expect(tried).toHaveLength(3));
    expect([new Set(tried).size, errors.length]).toEqual([1, 2]);
    await quota.close();
    await take(quota, { hard: 2 });
    expect(tried).toHaveLength(3);
  });
});
