import { allowance, capped, defineCatalog, level, none, pooled, rate, unlimited, usd } from '../index.ts';
import type { LimitOf } from './limit.ts';
import type { AllowanceMeter, LevelMeter, RateMeter } from './meter.ts';

// Checked by the compiler, not run: beside each mistake that must not compile stands a line that does.

const grace = { upTo: 5, days: 3 };
const overage = { upTo: 5, price: usd(0.15) };
const rollover = { upTo: 5, periods: 1 };
const restPool = { rest: 'pool' } as const;

const ofAllowance = (_: LimitOf<AllowanceMeter>) => {};
const ofLevel = (_: LimitOf<LevelMeter>) => {};
const ofRate = (_: LimitOf<RateMeter>) => {};

ofAllowance(capped(1));
ofAllowance(unlimited);
ofAllowance(none);
ofAllowance(pooled({ cap: 5 }));
ofAllowance(capped(1, { grace, rollover, ...restPool }));
// @ts-expect-error an allowance has no burst
ofAllowance(capped(1, { burst: 1 }));
ofAllowance(capped(1, { soft: true }));
// @ts-expect-error soft and grace together
ofAllowance(capped(1, { soft: true, grace }));
// @ts-expect-error soft and overage together
ofAllowance(capped(1, { soft: true, overage }));
ofAllowance(capped(1, { overage }));
// @ts-expect-error overage and grace together
ofAllowance(capped(1, { overage, grace }));
// @ts-expect-error not soft is said by leaving it out
ofAllowance(capped(1, { soft: false }));
// @ts-expect-error grace ends after some days
ofAllowance(capped(1, { grace: { upTo: 5 } }));
// @ts-expect-error overage has a price
ofAllowance(capped(1, { overage: { upTo: 5 } }));
// @ts-expect-error a wrong option
ofAllowance(capped(1, { overrage: overage }));
// @ts-expect-error a number is no limit
ofAllowance(1);

ofLevel(capped(1, { grace, ...restPool }));
ofLevel(pooled());
// @ts-expect-error a level has no burst
ofLevel(capped(1, { burst: 1 }));
// @ts-expect-error a level has no period whose rest could roll over
ofLevel(capped(1, { rollover }));

ofRate(capped(60, { burst: 20 }));
ofRate(unlimited);
ofRate(none);
// @ts-expect-error a soft rate
ofRate(capped(60, { soft: true }));
// @ts-expect-error a rate with overage
ofRate(capped(60, { overage }));
// @ts-expect-error a rate with grace
ofRate(capped(60, { grace }));
// @ts-expect-error a rate with rollover
ofRate(capped(60, { rollover }));
// @ts-expect-error a rate that goes on with the pool
ofRate(capped(60, restPool));
// @ts-expect-error a pooled rate
ofRate(pooled());

// The same by way of the declaration, where people meet it.
const meters = {
  calls: allowance({ unit: 'call', per: 'month' }),
  seats: level({ unit: 'seat' }),
  requests: rate({ unit: 'call', per: 'minute' }),
};
const [name, price, one, defaultPlan] = ['Free', usd(0), capped(1), 'free' as const];
const limits = { calls: capped(1, { grace }), seats: one, requests: capped(60, { burst: 20 }) };
const { seats: _, ...withoutSeats } = limits;
defineCatalog({ meters, plans: { free: { name, price, limits } }, defaultPlan });
// @ts-expect-error a plan that forgets a meter
defineCatalog({ meters, plans: { free: { name, price, limits: withoutSeats } }, defaultPlan });
// @ts-expect-error a plan that names an unknown meter
defineCatalog({ meters, plans: { free: { name, price, limits: { ...limits, seat: one } } }, defaultPlan });
// @ts-expect-error a pooled rate
defineCatalog({ meters, plans: { free: { name, price, limits: { ...limits, requests: pooled() } } }, defaultPlan });
// @ts-expect-error a level with burst
defineCatalog({ meters, plans: { free: { name, price, limits: { ...limits, seats: limits.requests } } }, defaultPlan });
// @ts-expect-error a rate with grace
defineCatalog({ meters, plans: { free: { name, price, limits: { ...limits, requests: limits.calls } } }, defaultPlan });
// @ts-expect-error a plan without a price
defineCatalog({ meters, plans: { free: { name, limits } }, defaultPlan });
// @ts-expect-error a default plan that is none
defineCatalog({ meters, plans: { free: { name, price, limits } }, defaultPlan: 'gold' });

allowance({ unit: 'call', per: { windowMs: 1_000 }, thresholds: { left: { 0: 'reached' } } });
// @ts-expect-error a span that no calendar has
allowance({ unit: 'call', per: 'fortnight' });
// @ts-expect-error a rate per month
rate({ unit: 'call', per: 'month' });
// @ts-expect-error a level has no period
level({ unit: 'seat', per: 'month' });
// @ts-expect-error a wrong threshold level
allowance({ unit: 'call', per: 'month', thresholds: { 80: 'warn' } });
