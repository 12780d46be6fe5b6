import { describe, expect, it } from 'vitest';
import { capped, none, unlimited, usd } from '../index.ts';
import { balanceOf, by, granted, now, quotaWith, refused, tenant, use } from './quota-with.ts';

const invalid = (field: string) => expect.objectContaining({ field });

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
    const uncounted = { taken: 0, used: 0, held: 0, remaining: null, line: null };
    expect((await granted(quota, { units: 11 })).meters).toEqual({ units: uncounted });
    expect(quota.inspect().entries).toEqual([]);
    const answer = await quota.hold({ tenant, meters: { units: 1 } as never });
    if (answer.outcome !== 'granted') throw new Error(answer.outcome);
    expect(await quota.release({ tenant, hold: answer.hold })).toMatchObject({ ended: true });
  });
});
