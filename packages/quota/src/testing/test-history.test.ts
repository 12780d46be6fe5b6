import { describe, expect, it } from 'vitest';
import { contractsCatalog } from './contracts-catalog.ts';
import { by, now } from './quota-with.ts';
import { createTestQuota } from './test-quota.ts';

const tenant = 'org';
const november = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', grain: 'day' } as const;
const quotaOn = () => createTestQuota(contractsCatalog, { now });

describe('history', () => {
  it("has days of the tenant's own zone, a return on the day it was made, and events when they happened", async () => {
    const quota = quotaOn();
    await quota.setTenant(tenant, { zone: 'Asia/Tokyo' }, by);
    const taken = await quota.consume({ tenant, meters: { soft: 5 } });
    await quota.record({ tenant, meters: { soft: 7 }, event: 'e', at: '2026-11-08T15:00:00Z' });
    quota.clock.set('2026-11-12T00:00:00Z');
    if (taken.outcome !== 'granted') throw new Error(taken.outcome);
    await quota.refund({ tenant, charge: taken.charge, meters: { soft: 2 } });
    expect(await quota.history({ tenant, meter: 'soft', ...november })).toEqual([
      { start: '2026-11-08T15:00:00.000Z', of: '', amount: 7, calls: 1 },
      { start: '2026-11-09T15:00:00.000Z', of: '', amount: 5, calls: 1 },
      { start: '2026-11-11T15:00:00.000Z', of: '', amount: -2, calls: 0 },
    ]);
    expect(await quota.history({ tenant, meter: 'soft', ...november, grain: 'month' })).toMatchObject([{ amount: 10 }]);
  });

  it('is split by feature or actor', async () => {
    const quota = quotaOn();
    await quota.consume({ tenant, meters: { soft: 1 }, actor: 'ada', feature: 'chat' });
    await quota.consume({ tenant, meters: { soft: 2 }, actor: 'bob', feature: 'chat' });
    const of = async (split: 'actor' | 'feature') =>
      (await quota.history({ tenant, meter: 'soft', ...november, by: split })).map(({ of, amount }) => [of, amount]);
    expect([await of('actor'), await of('feature')]).toEqual([
      [
        ['ada', 1],
        ['bob', 2],
      ],
      [['chat', 3]],
    ]);
  });

  it('counts what was drawn from a pool once, and as the one who drew it', async () => {
    const quota = quotaOn();
    await quota.setTenant(tenant, { plan: 'organisation' }, by);
    await quota.setTenant('team', { parent: tenant }, by);
    await quota.consume({ tenant: 'team', meters: { tokens: 20, spill: 25 } });
    const used = async (who: string, meter: 'tokens' | 'spill') =>
      (await quota.history({ tenant: who, meter, ...november })).map(({ amount, calls }) => [amount, calls]);
    expect([await used('team', 'tokens'), await used('team', 'spill')]).toEqual([[[20, 1]], [[25, 1]]]);
    expect([await used(tenant, 'tokens'), await used(tenant, 'spill')]).toEqual([[], []]);
  });

  it('can be asked of no rate, and of no more than 10,000 buckets', async () => {
    const quota = quotaOn();
    const asked = { tenant, meter: 'soft', ...november } as const;
    await expect(quota.history({ ...asked, meter: 'requests' })).rejects.toMatchObject({ field: 'meters.requests' });
    await expect(quota.history({ ...asked, from: '2020-01-01', grain: 'hour' })).rejects.toMatchObject({
      field: 'from',
    });
  });
});

describe('own usage', () => {
  it('is what one actor used in the period that runs', async () => {
    const quota = quotaOn();
    await quota.consume({ tenant, meters: { soft: 4, weekly: 2 }, actor: 'ada' });
    await quota.consume({ tenant, meters: { soft: 3 }, actor: 'bob' });
    quota.clock.advance({ days: 7 });
    const { meters, scope } = await quota.ownUsage(tenant, 'ada');
    expect([scope, meters.soft.used, meters.weekly.used]).toEqual(['own', 4, 0]);
  });
});
