import { describe, expect, it } from 'vitest';
import { capped } from '../index.ts';
import { bonus, by, granted, noticesOf, quotaWith, tenant } from './quota-with.ts';

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
