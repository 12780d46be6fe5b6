import { describe, expect, it } from 'vitest';
import type { Limit } from '../catalog/limit.ts';
import { allowance, type Catalog, capped, defineCatalog, level, none, pooled, rate, unlimited, usd } from '../index.ts';
import { createTestQuota } from './test-quota.ts';

const now = '2026-11-10T12:00:00.000Z';
const by = { actor: 'tester', reason: 'a test' };
const tenant = 'org';
const restPool = { rest: 'pool' } as const;

const meters = {
  units: allowance({ unit: 'unit', per: 'month' }),
  seats: level({ unit: 'seat' }),
  calls: rate({ unit: 'call', per: 'minute' }),
  searches: rate({ unit: 'search', per: 'second', by: 'actor' }),
};
type Limits = { [M in keyof typeof meters]?: Limit };

/** A quota whose plans give these limits, ten of everything where nothing is said. */
function quotaWith(...plans: Limits[]) {
  const ten = capped(10);
  const all = { units: ten, seats: ten, calls: ten, searches: ten };
  const declared = plans.map((limits, index) => [
    `plan${index}`,
    { name: `Plan ${index}`, price: usd(index), limits: { ...all, ...limits } },
  ]);
  const catalog = { meters, plans: Object.fromEntries(declared), defaultPlan: 'plan0' };
  return createTestQuota(defineCatalog(catalog) as Catalog, { now });
}
type Quota = ReturnType<typeof quotaWith>;

const use = (quota: Quota, amounts: Record<string, number>, of = tenant, more: object = {}) =>
  quota.consume({ tenant: of, meters: amounts, ...more });
const balanceOf = (quota: Quota, meter: string, of = tenant) =>
  quota.inspect().balances.find((balance) => balance.meter === meter && balance.tenant === of);
const noticesOf = (quota: Quota) => quota.inspect().notices.map(({ level, amount, used }) => [level, amount, used]);
const invalid = (field: string) => expect.objectContaining({ field });

async function granted(quota: Quota, amounts: Record<string, number>, of = tenant, more: object = {}) {
  const answer = await use(quota, amounts, of, more);
  if (answer.outcome !== 'granted') throw new Error(`It was ${answer.outcome}: ${JSON.stringify(answer)}`);
  return answer;
}
async function refused(quota: Quota, amounts: Record<string, number>, of = tenant, more: object = {}) {
  const answer = await use(quota, amounts, of, more);
  if (answer.outcome !== 'refused' || answer.refusal.reason === 'unavailable') throw new Error(answer.outcome);
  return answer.refusal;
}
const bonus = (quota: Quota, amount: number, more: object = {}) =>
  quota.grant({ tenant, meter: 'units' as never, amount, source: 'bonus', ...more }, by);

describe('beyond the line', () => {
  it('overage goes on to its cap', async () => {
    const quota = quotaWith({ units: capped(10, { overage: { upTo: 5, price: usd(0.1) } }) });
    await granted(quota, { units: 15 });
    expect(await refused(quota, { units: 1 })).toMatchObject({ line: 10, ceiling: 15 });
    expect((await quota.usage(tenant)).meters.units).toMatchObject({ status: 'exhausted', beyond: { used: 5 } });
  });

  it('a soft limit never refuses', async () => {
    const quota = quotaWith({ units: capped(10, { soft: true }) });
    await granted(quota, { units: 1_000 });
    expect(balanceOf(quota, 'units')).toMatchObject({ line: 10, ceiling: null, remaining: null });
  });

  it('grace ends its days after the line was first passed, and the same period keeps that start', async () => {
    const quota = quotaWith({ units: capped(10, { grace: { upTo: 5, days: 3 } }) });
    const { charge } = await granted(quota, { units: 11 });
    await quota.refund({ tenant, charge });
    quota.clock.advance({ days: 3, ms: -1 });
    await granted(quota, { units: 11 });
    quota.clock.advance({ ms: 1 });
    expect(await refused(quota, { units: 1 })).toMatchObject({ ceiling: 10, used: 11 });
    quota.clock.set('2026-12-01T00:00:00Z');
    await granted(quota, { units: 15 });
  });
});

describe('plans and overrides', () => {
  it('a lower plan takes nothing away, and refuses until usage is below it', async () => {
    const quota = quotaWith({ seats: capped(3) }, { seats: capped(8) });
    await quota.setPlan(tenant, 'plan1', by);
    await granted(quota, { seats: 6 });
    await quota.setPlan(tenant, 'plan0', by);
    expect(balanceOf(quota, 'seats')).toMatchObject({ used: 6, remaining: 0, ceiling: 3 });
    await quota.free({ tenant, meter: 'seats' as never, amount: 4 });
    await granted(quota, { seats: 1 });
  });

  it('a change at the end of the period waits for the billing month, and a change at once calls it off', async () => {
    const quota = quotaWith({ units: capped(10) }, { units: capped(20) });
    await quota.setTenant(tenant, { anchor: 15 }, by);
    await quota.setPlan(tenant, 'plan1', by, { at: 'period_end' });
    await granted(quota, { units: 10 });
    expect(await quota.usage(tenant)).toMatchObject({ nextPlan: { plan: 'plan1', at: '2026-11-15T00:00:00.000Z' } });
    quota.clock.set('2026-11-15T00:00:00Z');
    await granted(quota, { units: 20 });
    expect(await quota.usage(tenant)).toMatchObject({ plan: 'plan1', nextPlan: null });
    await quota.setPlan(tenant, 'plan0', by, { at: 'period_end' });
    await quota.setPlan(tenant, 'plan1', by);
    quota.clock.advance({ days: 40 });
    expect(balanceOf(quota, 'units')?.line).toBe(20);
  });

  it('an override stands in place of the plan until it ends', async () => {
    const quota = quotaWith({ units: capped(10) });
    await use(quota, { units: 10 });
    await quota.setOverride({ tenant, meter: 'units', limit: capped(12), until: '2026-11-11T00:00:00Z' }, by);
    await granted(quota, { units: 2 });
    quota.clock.set('2026-11-11T00:00:00Z');
    expect(balanceOf(quota, 'units')).toMatchObject({ line: 10, used: 12, remaining: 0 });
    await expect(quota.setOverride({ tenant, meter: 'seats', limit: capped(1, { burst: 1 }) }, by)).rejects.toEqual(
      invalid('limit'),
    );
    await expect(quota.setOverride({ tenant, meter: 'units', limit: null, until: now }, by)).rejects.toEqual(
      invalid('until'),
    );
  });

  it('a suspended tenant is refused everything, and goes on where it was', async () => {
    const quota = quotaWith({ seats: unlimited });
    await granted(quota, { units: 4 });
    await quota.suspend(tenant, by);
    expect(await refused(quota, { units: 1 })).toMatchObject({ reason: 'suspended', remedies: [] });
    expect(await refused(quota, { seats: 1 })).toMatchObject({ reason: 'suspended' });
    await quota.resume(tenant, by);
    expect((await granted(quota, { units: 1 })).meters.units).toMatchObject({ used: 5, remaining: 5 });
  });
});

describe('grants', () => {
  it('are drawn after the limit, earliest expiry first, over more than one period', async () => {
    const quota = quotaWith({ units: capped(10) });
    const { grant: later } = await bonus(quota, 6);
    const { grant: sooner } = await bonus(quota, 4, { expiresAt: '2027-01-01T00:00:00Z' });
    await granted(quota, { units: 15 });
    const drawn = async () => Object.fromEntries((await quota.usage(tenant)).grants.map((g) => [g.grant, g.drawn]));
    expect(await drawn()).toEqual({ [sooner]: 4, [later]: 1 });
    quota.clock.set('2026-12-05T00:00:00Z');
    expect(balanceOf(quota, 'units')).toMatchObject({ used: 0, line: 15 });
    await granted(quota, { units: 12 });
    expect(await drawn()).toEqual({ [sooner]: 4, [later]: 3 });
  });

  it('that ended keep what they gave on the line of this period, and lose the rest', async () => {
    const quota = quotaWith({ units: capped(10) });
    await bonus(quota, 6, { expiresAt: '2026-11-12T00:00:00Z' });
    await granted(quota, { units: 12 });
    quota.clock.set('2026-11-12T00:00:00Z');
    expect(balanceOf(quota, 'units')).toMatchObject({ used: 12, line: 12, remaining: 0 });
  });

  it('that begin later count from then on', async () => {
    const quota = quotaWith({ units: capped(10) });
    await bonus(quota, 5, { startsAt: '2026-11-12T00:00:00Z' });
    await refused(quota, { units: 11 });
    quota.clock.set('2026-11-12T00:00:00Z');
    await granted(quota, { units: 11 });
  });

  it('get back what they gave by a better plan, and pay nothing for a lower one', async () => {
    const quota = quotaWith({ units: capped(10) }, { units: capped(20) });
    await bonus(quota, 5);
    await granted(quota, { units: 13 });
    const drawn = async () => (await quota.usage(tenant)).grants[0]?.drawn;
    expect(await drawn()).toBe(3);
    await quota.setPlan(tenant, 'plan1', by);
    expect(await drawn()).toBe(0);
    await granted(quota, { units: 5 });
    await quota.setPlan(tenant, 'plan0', by);
    expect([await drawn(), balanceOf(quota, 'units')?.line]).toEqual([0, 15]);
  });

  it('are paid back by a refund', async () => {
    const quota = quotaWith({ units: capped(10) });
    await bonus(quota, 5);
    const { charge } = await granted(quota, { units: 14 });
    await quota.refund({ tenant, charge, meters: { units: 3 } });
    expect((await quota.usage(tenant)).grants[0]).toMatchObject({ drawn: 1, remaining: 4 });
  });

  it('count what was booked beyond the line as the limit’s own, once some of it is returned', async () => {
    const quota = quotaWith({ units: capped(10) });
    await bonus(quota, 5);
    const { charge } = await granted(quota, { units: 15 });
    await quota.record({ tenant, meters: { units: 5 } as never, event: 'e' });
    const drawn = async () => (await quota.usage(tenant)).grants[0]?.drawn;
    await quota.refund({ tenant, charge, meters: { units: 3 } });
    expect(await drawn()).toBe(5);
    await quota.refund({ tenant, charge, meters: { units: 2 } });
    expect(await drawn()).toBe(3);
  });

  it('alone are the line of what is not in the plan, and room of a level', async () => {
    const quota = quotaWith({ units: none });
    await bonus(quota, 2);
    await granted(quota, { units: 2 });
    expect(await refused(quota, { units: 1 })).toMatchObject({ reason: 'exhausted' });
    await quota.grant({ tenant, meter: 'seats' as never, amount: 3, source: 'purchase' }, by);
    await granted(quota, { seats: 13 });
  });

  it('are given once by a key', async () => {
    const quota = quotaWith({ units: capped(10) });
    const first = await bonus(quota, 5, { key: 'k' });
    expect(await bonus(quota, 5, { key: 'k' })).toEqual(first);
    await use(quota, { units: 1 });
    expect(balanceOf(quota, 'units')?.line).toBe(15);
  });

  it('keep what was drawn when they are revoked', async () => {
    const quota = quotaWith({ units: capped(10) });
    const { grant } = await bonus(quota, 5);
    await granted(quota, { units: 12 });
    expect(await quota.revoke({ tenant, grant }, by)).toEqual({ taken: 3 });
    expect(balanceOf(quota, 'units')).toMatchObject({ line: 12, remaining: 0 });
    await expect(quota.revoke({ tenant, grant }, by)).rejects.toEqual(invalid('grant'));
  });

  it('that stay give what a revoked one never gave', async () => {
    const quota = quotaWith({ units: capped(10) });
    const { grant: sooner } = await bonus(quota, 4, { expiresAt: '2027-01-01T00:00:00Z' });
    const { grant: later } = await bonus(quota, 6);
    await granted(quota, { units: 12 });
    await quota.revoke({ tenant, grant: later }, by);
    expect((await quota.usage(tenant)).grants).toMatchObject([{ grant: sooner, drawn: 2, remaining: 2 }]);
    expect(balanceOf(quota, 'units')?.line).toBe(14);
  });

  it('go to a parent, child or sibling as far as they remain, and to nobody else', async () => {
    const quota = quotaWith({ units: capped(10) });
    for (const child of ['one', 'two']) await quota.setTenant(child, { parent: tenant }, by);
    const { grant } = await bonus(quota, 5);
    await granted(quota, { units: 12 });
    const given = await quota.transfer({ tenant, grant, to: 'one', amount: 2 }, by);
    expect(given.remaining).toBe(1);
    await granted(quota, { units: 12 }, 'one');
    await refused(quota, { units: 2 });
    await expect(quota.transfer({ tenant, grant, to: 'two', amount: 2 }, by)).rejects.toEqual(invalid('amount'));
    await expect(quota.transfer({ tenant, grant, to: 'stranger', amount: 1 }, by)).rejects.toEqual(invalid('to'));
  });

  it('go to a sibling, once by a key', async () => {
    const quota = quotaWith({ units: capped(10) });
    for (const child of ['one', 'two']) await quota.setTenant(child, { parent: tenant }, by);
    const { grant } = await quota.grant({ tenant: 'one', meter: 'units' as never, amount: 5, source: 'bonus' }, by);
    const give = () => quota.transfer({ tenant: 'one', grant, to: 'two', amount: 2, key: 'k' }, by);
    expect(await give()).toEqual(await give());
    expect((await quota.usage('two')).grants).toMatchObject([{ source: 'gift', amount: 2, from: 'one' }]);
  });

  it('are not given before they count', async () => {
    const quota = quotaWith({ units: capped(10) });
    await quota.setTenant('one', { parent: tenant }, by);
    const { grant } = await bonus(quota, 5, { startsAt: '2026-11-12T00:00:00Z' });
    await expect(quota.transfer({ tenant, grant, to: 'one', amount: 2 }, by)).rejects.toEqual(invalid('grant'));
  });
});

describe('rollover', () => {
  it('goes on with what is left of the limit, up to its cap, for its periods', async () => {
    const quota = quotaWith({ units: capped(10, { rollover: { upTo: 5, periods: 1 } }) });
    await granted(quota, { units: 7 });
    quota.clock.set('2026-12-01T00:00:00Z');
    expect(balanceOf(quota, 'units')?.line).toBe(13);
    expect((await quota.usage(tenant)).grants).toMatchObject([
      { source: 'rollover', amount: 3, expiresAt: '2027-01-01T00:00:00.000Z' },
    ]);
    quota.clock.set('2027-02-10T00:00:00Z');
    expect(balanceOf(quota, 'units')?.line).toBe(15);
  });

  it('is never more than the limit, whatever was returned late', async () => {
    const quota = quotaWith({ units: capped(10, { rollover: { upTo: 50, periods: 1 } }) });
    const { charge } = await granted(quota, { units: 10 });
    quota.clock.set('2026-12-03T00:00:00Z');
    await quota.refund({ tenant, charge });
    expect(balanceOf(quota, 'units')?.used).toBe(-10);
    quota.clock.set('2027-01-01T00:00:00Z');
    expect(balanceOf(quota, 'units')?.line).toBe(20);
  });

  it('leaves out what is held at the turn', async () => {
    const quota = quotaWith({ units: capped(10, { rollover: { upTo: 5, periods: 1 } }) });
    await quota.hold({ tenant, meters: { units: 8 } as never, forMs: 2_592_000_000 });
    quota.clock.set('2026-12-01T00:00:00Z');
    expect(balanceOf(quota, 'units')).toMatchObject({ line: 12, held: 0, ended: [{ held: 8 }] });
  });
});

describe('pools', () => {
  it('count each unit on the child and on the parent, up to the child’s cap', async () => {
    const quota = quotaWith({ units: capped(10) }, { units: pooled({ cap: 6 }) });
    for (const child of ['one', 'two']) await quota.setTenant(child, { parent: tenant, plan: 'plan1' }, by);
    expect((await granted(quota, { units: 6 }, 'one')).meters.units).toMatchObject({ used: 6, remaining: 0 });
    expect(await refused(quota, { units: 1 }, 'one')).toMatchObject({ pool: { used: 6, remaining: 4 } });
    expect(await refused(quota, { units: 5 }, 'two')).toMatchObject({ remaining: 4 });
    await granted(quota, { units: 4 }, 'two');
    expect(balanceOf(quota, 'units')).toMatchObject({ used: 10, remaining: 0 });
  });

  it('give nothing without a parent', async () => {
    const quota = quotaWith({ units: pooled() });
    expect(await refused(quota, { units: 1 })).toMatchObject({ reason: 'not_in_plan' });
  });

  it('are drawn after the own limit, and returned to first', async () => {
    const quota = quotaWith({ units: capped(10) }, { units: capped(4, restPool) });
    await quota.setTenant('child', { parent: tenant, plan: 'plan1' }, by);
    const { charge } = await granted(quota, { units: 9 }, 'child');
    const used = () => [balanceOf(quota, 'units', 'child')?.used, balanceOf(quota, 'units')?.used];
    expect([used(), balanceOf(quota, 'units', 'child')?.remaining]).toEqual([[4, 5], 5]);
    await quota.refund({ tenant: 'child', charge, meters: { units: 6 } });
    expect(used()).toEqual([3, 0]);
    await refused(quota, { units: 12 }, 'child');
    expect(used()).toEqual([3, 0]);
  });

  it('that give a charge whole leave it on its tenant’s record, too', async () => {
    const quota = quotaWith({ units: capped(10) }, { units: capped(4, restPool) });
    await quota.setTenant('child', { parent: tenant, plan: 'plan1' }, by);
    await granted(quota, { units: 4 }, 'child');
    const { charge } = await granted(quota, { units: 3 }, 'child');
    const entries = quota.inspect().entries.filter((entry) => entry.charge === charge);
    expect(entries.map((entry) => [entry.tenant, entry.amount])).toEqual([
      ['child', 0],
      [tenant, 3],
    ]);
  });

  it('are room for what is taken in part', async () => {
    const quota = quotaWith({ units: capped(10) }, { units: capped(4, restPool) });
    await quota.setTenant('child', { parent: tenant, plan: 'plan1' }, by);
    const partial = await granted(quota, { units: 99 }, 'child', { partial: true });
    expect(partial.meters.units).toEqual({ taken: 14, used: 4, held: 0, remaining: 0, line: 4 });
  });

  it('of a level get back what the own part doesn’t hold', async () => {
    const quota = quotaWith({ seats: capped(10) }, { seats: capped(4, restPool) });
    await quota.setTenant('child', { parent: tenant, plan: 'plan1' }, by);
    await granted(quota, { seats: 9 }, 'child');
    const free = (amount: number) => quota.free({ tenant: 'child', meter: 'seats' as never, amount });
    expect(await free(6)).toEqual({ used: 3 });
    expect([balanceOf(quota, 'seats', 'child')?.used, balanceOf(quota, 'seats')?.used]).toEqual([0, 3]);
    await expect(free(4)).rejects.toEqual(invalid('meters.seats'));
  });

  it('are held and settled along the path', async () => {
    const quota = quotaWith({ units: capped(10) }, { units: capped(4, restPool) });
    await quota.setTenant('child', { parent: tenant, plan: 'plan1' }, by);
    const answer = await quota.hold({ tenant: 'child', meters: { units: 9 } as never });
    if (answer.outcome !== 'granted') throw new Error(answer.outcome);
    expect(balanceOf(quota, 'units')?.held).toBe(5);
    const settlement = await quota.settle({ tenant: 'child', hold: answer.hold, meters: { units: 6 } as never });
    expect(settlement).toMatchObject({ returned: { units: 3 }, above: {} });
    expect(balanceOf(quota, 'units')).toMatchObject({ used: 2, held: 0 });
  });

  it('tell a crossing to the parent, and refuse with it when it is suspended', async () => {
    const quota = quotaWith({ units: capped(10) }, { units: pooled() });
    await quota.setTenant('child', { parent: tenant, plan: 'plan1' }, by);
    await granted(quota, { units: 8 }, 'child');
    expect(quota.inspect().notices).toMatchObject([{ tenant, level: 'warning', amount: 8 }]);
    await quota.suspend(tenant, by);
    expect(await refused(quota, { units: 1 }, 'child')).toMatchObject({ reason: 'suspended' });
  });

  it('have at most five generations, and no cycle', async () => {
    const quota = quotaWith({});
    for (const child of [2, 3, 4, 5]) await quota.setTenant(`t${child}`, { parent: `t${child - 1}` }, by);
    await expect(quota.setTenant('t6', { parent: 't5' }, by)).rejects.toEqual(invalid('parent'));
    await expect(quota.setTenant('t1', { parent: 't5' }, by)).rejects.toEqual(invalid('parent'));
    await expect(quota.setTenant('t1', { parent: 't1' }, by)).rejects.toEqual(invalid('parent'));
  });
});

describe('rates', () => {
  it('give the burst at once, and a unit back each share of the time', async () => {
    const quota = quotaWith({ calls: capped(60, { burst: 2 }) });
    await granted(quota, { calls: 2 });
    expect(await refused(quota, { calls: 1 })).toMatchObject({ reason: 'too_fast', retryAfterMs: 1_000, ceiling: 2 });
    quota.clock.advance({ ms: 999 });
    expect(await refused(quota, { calls: 1 })).toMatchObject({ retryAfterMs: 1 });
    quota.clock.advance({ ms: 1 });
    await granted(quota, { calls: 1 });
    expect(await refused(quota, { calls: 3 })).toMatchObject({ retryAfterMs: null });
  });

  it('round the wait up to the millisecond from which there is room', async () => {
    const quota = quotaWith({ calls: capped(7, { burst: 1 }) });
    await granted(quota, { calls: 1 });
    const refusal = await refused(quota, { calls: 1 });
    expect(refusal).toMatchObject({ retryAfterMs: 8_572 });
    quota.clock.advance({ ms: 8_572 });
    await granted(quota, { calls: 1 });
  });

  it('are paid by the plan that held while time passed', async () => {
    const quota = quotaWith({ calls: capped(60, { burst: 2 }) }, { calls: capped(600, { burst: 2 }) });
    await granted(quota, { calls: 2 });
    quota.clock.advance({ ms: 1_000 });
    await quota.setPlan(tenant, 'plan1', by);
    expect(balanceOf(quota, 'calls')).toMatchObject({ used: 1, remaining: 1 });
  });

  it('owe no more than the burst, whatever shadow let through', async () => {
    const quota = quotaWith({ calls: capped(60, { burst: 2 }) });
    await quota.setMode('calls', 'shadow', by);
    await granted(quota, { calls: 50 });
    quota.clock.advance({ ms: 1_000 });
    expect(balanceOf(quota, 'calls')).toMatchObject({ used: 1, remaining: 1 });
  });

  it('are each actor’s own where the meter says so', async () => {
    const quota = quotaWith({ searches: capped(1) });
    await granted(quota, { searches: 1 }, tenant, { actor: 'ada' });
    await granted(quota, { searches: 1 }, tenant, { actor: 'bob' });
    await refused(quota, { searches: 1 }, tenant, { actor: 'ada' });
  });

  it('lose nothing to a request that is refused for another meter, and leave no ledger', async () => {
    const quota = quotaWith({ calls: capped(60, { burst: 1 }) });
    await refused(quota, { calls: 1, units: 11 });
    await granted(quota, { calls: 1 });
    expect(quota.inspect().entries).toEqual([]);
  });
});

describe('thresholds', () => {
  it('tell each amount once a period, by what is used and not by what is held', async () => {
    const quota = quotaWith({ units: capped(100) });
    await quota.hold({ tenant, meters: { units: 20 } as never });
    const { charge } = await granted(quota, { units: 80 });
    await quota.refund({ tenant, charge });
    await granted(quota, { units: 80 });
    expect(noticesOf(quota)).toEqual([['warning', 80, 80]]);
    quota.clock.advance({ days: 30 });
    await granted(quota, { units: 100 });
    expect(noticesOf(quota).slice(1)).toEqual([
      ['warning', 80, 100],
      ['critical', 95, 100],
      ['reached', 100, 100],
    ]);
  });

  it('of what a lower line leaves behind tell only that it is reached', async () => {
    const quota = quotaWith({ units: capped(100) }, { units: capped(20) });
    await granted(quota, { units: 30 });
    await quota.setPlan(tenant, 'plan1', by);
    expect(noticesOf(quota)).toEqual([['reached', 20, 30]]);
  });

  it('that a change of contract left behind stay untold, those ahead are told once more', async () => {
    const quota = quotaWith({ units: capped(100) }, { units: capped(20) });
    const { charge } = await granted(quota, { units: 17 });
    await quota.setPlan(tenant, 'plan1', by);
    await granted(quota, { units: 1 });
    expect(noticesOf(quota)).toEqual([]);
    await granted(quota, { units: 1 });
    await quota.refund({ tenant, charge, meters: { units: 1 } });
    await quota.suspend(tenant, by);
    await quota.resume(tenant, by);
    await granted(quota, { units: 1 });
    expect(noticesOf(quota)).toEqual([
      ['critical', 19, 19],
      ['critical', 19, 19],
    ]);
  });

  it('are not told again by a change to what holds already, nor reached again on the same line', async () => {
    const quota = quotaWith({ units: capped(10), seats: capped(10) });
    const { charge } = await granted(quota, { units: 8 });
    await quota.refund({ tenant, charge });
    await quota.setOverride({ tenant, meter: 'units', limit: capped(10) }, by);
    const refill = await granted(quota, { units: 8 });
    await quota.refund({ tenant, charge: refill.charge });
    await quota.setOverride({ tenant, meter: 'units', limit: capped(10) }, by);
    await quota.setTenant(tenant, { zone: 'UTC', anchor: 1 }, by);
    await granted(quota, { units: 10 });
    await quota.suspend(tenant, by);
    expect(noticesOf(quota)).toEqual([
      ['warning', 8, 8],
      ['warning', 8, 8],
      ['reached', 10, 10],
    ]);
  });

  it('are not told again by a return to grants', async () => {
    const quota = quotaWith({ units: capped(10) });
    await bonus(quota, 10);
    const { charge } = await granted(quota, { units: 16 });
    await quota.refund({ tenant, charge, meters: { units: 1 } });
    await granted(quota, { units: 1 });
    expect(noticesOf(quota)).toEqual([['warning', 16, 16]]);
  });

  it('of a level are armed again a tenth of the line below', async () => {
    const quota = quotaWith({ seats: capped(20) });
    const free = (amount: number) => quota.free({ tenant, meter: 'seats' as never, amount });
    await granted(quota, { seats: 16 });
    await free(1);
    await granted(quota, { seats: 1 });
    await free(2);
    await granted(quota, { seats: 2 });
    expect(noticesOf(quota)).toEqual([
      ['warning', 16, 16],
      ['warning', 16, 16],
    ]);
  });
});

describe('modes', () => {
  it('shadow counts, never refuses, and tells what it would have been', async () => {
    const quota = quotaWith({ units: capped(10) });
    await quota.setMode('units', 'shadow', by);
    const answer = await granted(quota, { units: 11 });
    expect(answer.shadow).toMatchObject({ reason: 'exhausted', used: 0, asked: 11 });
    expect(balanceOf(quota, 'units')).toMatchObject({ used: 11, remaining: 0 });
  });

  it('off grants everything and counts nothing', async () => {
    const quota = quotaWith({ units: none });
    await quota.setMode('units', 'off', by);
    expect((await granted(quota, { units: 11 })).meters).toEqual({});
    expect(quota.inspect().entries).toEqual([]);
    const answer = await quota.hold({ tenant, meters: { units: 1 } as never });
    if (answer.outcome !== 'granted') throw new Error(answer.outcome);
    expect(await quota.release({ tenant, hold: answer.hold })).toMatchObject({ ended: true });
  });
});
