import { describe, expect, it } from 'vitest';
import { capped, pooled } from '../index.ts';
import { balanceOf, by, granted, quotaWith, refused, restPool, tenant } from './quota-with.ts';

const invalid = (field: string) => expect.objectContaining({ field });

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
