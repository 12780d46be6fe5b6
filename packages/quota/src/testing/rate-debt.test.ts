import { describe, expect, it } from 'vitest';
import { capped } from '../index.ts';
import { balanceOf, by, granted, quotaWith, refused, tenant } from './quota-with.ts';

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
