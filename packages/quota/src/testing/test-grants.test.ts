import { describe, expect, it } from 'vitest';
import { capped, none } from '../index.ts';
import { balanceOf, bonus, by, granted, quotaWith, refused, tenant, use } from './quota-with.ts';

const invalid = (field: string) => expect.objectContaining({ field });

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

  it('give to what was booked beyond the line, and are paid back once that is returned', async () => {
    const quota = quotaWith({ units: capped(10) });
    await bonus(quota, 5);
    const { charge } = await granted(quota, { units: 15 });
    await quota.record({ tenant, meters: { units: 5 } as never, event: 'e' });
    const drawn = async () => (await quota.usage(tenant)).grants[0]?.drawn;
    await quota.refund({ tenant, charge, meters: { units: 3 } });
    expect(await drawn()).toBe(5);
    await quota.refund({ tenant, charge, meters: { units: 2 } });
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
