import { expect, it } from 'vitest';
import { allowance, capped, comparePlans, defineCatalog, level, none, pooled, rate, unlimited, usd } from '../index.ts';
import { amountsOf } from './amounts-of.ts';
import type { MeterUsage, PoolUsage, TenantUsage } from './meter-usage.ts';
import { standingOf } from './standing.ts';

const catalog = defineCatalog({
  meters: {
    calls: allowance({ unit: 'call', per: 'month', thresholds: { left: { 10: 'warning' } } }),
    seats: level({ unit: 'seat' }),
    requests: rate({ unit: 'call', per: 'minute' }),
  },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { calls: capped(10), seats: capped(3), requests: capped(20) } },
    team: { name: 'Team', price: usd(9), limits: { calls: pooled(), seats: capped(5), requests: capped(60) } },
    starter: { name: 'Starter', price: usd(19), limits: { calls: capped(100), seats: none, requests: capped(60) } },
    growth: { name: 'Growth', price: usd(79), limits: { calls: unlimited, seats: capped(50), requests: capped(300) } },
  },
  defaultPlan: 'free',
});
type PlanOfCatalog = keyof typeof catalog.plans;

function usageOf(plan: PlanOfCatalog, used: { calls: number; seats: number }, pool: PoolUsage | null = null) {
  const meter = (kind: MeterUsage['kind'], name: 'calls' | 'seats' | 'requests', amount: number) => {
    const limit = catalog.plans[plan].limits[name];
    const drawn = name === 'calls' ? pool : null;
    return standingOf({ kind, limit, ...amountsOf(limit), used: amount, held: 0, period: null, pool: drawn }, {});
  };
  const meters = {
    calls: meter('allowance', 'calls', used.calls),
    seats: meter('level', 'seats', used.seats),
    requests: meter('rate', 'requests', 20),
  };
  return { plan, meters } as unknown as TenantUsage<typeof catalog>;
}

const recommended = (...args: [usage: TenantUsage<typeof catalog>, asked?: { meter: string; amount: number }]) =>
  comparePlans(catalog, ...args)
    .filter((plan) => plan.recommended)
    .map(({ name }) => name);

it('all plans stand in catalog order with what is used now drawn on their limits', () => {
  const plans = comparePlans(catalog, usageOf('free', { calls: 95, seats: 2 }));
  expect(plans.map(({ name, title, current }) => [name, title, current])).toEqual([
    ['free', 'Free', true],
    ['team', 'Team', false],
    ['starter', 'Starter', false],
    ['growth', 'Growth', false],
  ]);
  const [free, , starter, growth] = plans.map(({ meters }) => meters.calls.usage.status);
  expect([free, starter, growth]).toEqual(['over', 'warning', 'unlimited']);
});

it('the first plan above the own on which no meter stands at its limit is recommended, and only that', () => {
  expect(recommended(usageOf('free', { calls: 10, seats: 2 }))).toEqual(['starter']);
  expect(recommended(usageOf('free', { calls: 100, seats: 2 }))).toEqual(['growth']);
  expect(recommended(usageOf('growth', { calls: 1, seats: 1 }))).toEqual([]);
});

it('for a refused call it is the first with room for it', () => {
  const usage = usageOf('free', { calls: 10, seats: 3 });
  expect(recommended(usage, { meter: 'calls', amount: 90 })).toEqual(['starter']);
  expect(recommended(usage, { meter: 'calls', amount: 91 })).toEqual(['growth']);
  expect(recommended(usage, { meter: 'seats', amount: 2 })).toEqual(['team']);
  expect(recommended(usage, { meter: 'seats', amount: 48 })).toEqual([]);
  expect(recommended(usage, { meter: 'nothing', amount: 1 })).toEqual([]);
});

it('a plan that draws from a pool counts by what the pool has, and not at all where none can be seen', () => {
  const used = { calls: 10, seats: 2 };
  const pool = { line: 20, used: 15, held: 0, remaining: 5 };
  expect(recommended(usageOf('free', used, pool), { meter: 'calls', amount: 5 })).toEqual(['team']);
  expect(recommended(usageOf('free', used, pool), { meter: 'calls', amount: 6 })).toEqual(['starter']);
  expect(recommended(usageOf('free', used), { meter: 'calls', amount: 1 })).toEqual(['starter']);
});

it('a limit that was set for the tenant stands on every plan: none is recommended for it, and it keeps none from being so', () => {
  const usage = usageOf('free', { calls: 10, seats: 3 });
  const { limit, ...standing } = usage.meters.seats;
  usage.meters.seats = standingOf(
    { ...standing, limit: capped(4), line: 4, ceiling: 4, override: { until: null } },
    {},
  );
  for (const { meters } of comparePlans(catalog, usage)) {
    expect(meters.seats).toEqual({ limit: capped(4), usage: usage.meters.seats, isPresent: true });
  }
  expect(comparePlans(catalog, usage).map(({ meters }) => meters.calls.isPresent)).toEqual([true, false, false, false]);
  expect(recommended(usage, { meter: 'seats', amount: 1 })).toEqual([]);
  expect(recommended(usage, { meter: 'seats', amount: 2 })).toEqual([]);
  usage.meters.seats = standingOf({ ...standing, limit: none, line: 3, ceiling: 3, override: { until: null } }, {});
  expect(recommended(usage)).toEqual(['starter']);
});
