import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultThresholds } from '../catalog/threshold.ts';
import { capped, type Limit, none, pooled, unlimited, usd } from '../index.ts';
import { amountsOf } from './amounts-of.ts';
import type { PoolUsage } from './meter-usage.ts';
import { remainingOf, type Standing, standingOf } from './standing.ts';

const of = (limit: Limit, used: number, more: Partial<Standing> = {}) =>
  standingOf(
    { kind: 'allowance', limit, ...amountsOf(limit, more.grants), used, held: 0, period: null, ...more },
    defaultThresholds,
  );

it.each([
  [0, 'calm', 100, 0],
  [79, 'calm', 21, 79],
  [80, 'warning', 20, 80],
  [94, 'warning', 6, 94],
  [95, 'critical', 5, 95],
  [99, 'critical', 1, 99],
  [100, 'exhausted', 0, 100],
  [150, 'over', 0, 150],
] as const)('%i of 100 is %s, %i remaining, %i percent', (used, status, remaining, percent) => {
  expect(of(capped(100), used)).toMatchObject({ status, remaining, percent });
});

it('the percent is whole and exact for every amount of a line', () => {
  for (let used = 0; used <= 100; used++) expect(of(capped(100), used).percent).toBe(used);
});

it('what is held is not remaining, and passes no threshold', () => {
  expect(of(capped(100), 70, { held: 30 })).toMatchObject({ status: 'exhausted', remaining: 0, percent: 70 });
  expect(of(capped(100), 70, { held: 20 })).toMatchObject({ status: 'calm', remaining: 10 });
});

it('a grant lifts the line: percent and thresholds are shares of both', () => {
  expect(of(capped(100), 100, { grants: 100 })).toMatchObject({ status: 'calm', line: 200, percent: 50, grants: 100 });
});

it('unlimited and not in plan have no percent', () => {
  const nothing = { percent: null, thresholds: [] };
  expect(of(unlimited, 5)).toMatchObject({ status: 'unlimited', remaining: null, ...nothing });
  expect(of(none, 0)).toMatchObject({ status: 'not_in_plan', remaining: 0, ...nothing });
});

it('not in plan with what was used before is over, with a grant it is a limit as any', () => {
  expect(of(none, 3).status).toBe('over');
  expect(of(none, 0, { held: 1 }).status).toBe('not_in_plan');
  expect(of(none, 3, { grants: 10 })).toMatchObject({ status: 'calm', remaining: 7, percent: 30 });
  expect(of(none, 10, { grants: 10 })).toMatchObject({ status: 'exhausted', remaining: 0 });
});

const overage = { upTo: 20, price: usd(0.15) };
it.each([
  [100, 'critical', 20, 0, 0],
  [101, 'overage', 19, 1, 15],
  [120, 'exhausted', 0, 20, 300],
  [130, 'over', 0, 20, 300],
] as const)(
  'overage: %i of 100 and 20 is %s, %i remaining, %i at a price',
  (used, status, remaining, priced, minor) => {
    const beyond = { type: 'overage', ...overage, used: priced, cost: { currency: 'USD', minor } };
    expect(of(capped(100, { overage }), used)).toMatchObject({ status, remaining, beyond });
  },
);

it('overage that is all held is exhausted', () => {
  expect(of(capped(100, { overage }), 110, { held: 10 })).toMatchObject({ status: 'exhausted', remaining: 0 });
});

const grace = { upTo: 50, days: 3 };
const until = '2026-11-27T00:00:00.000Z';
it.each([
  [500, 'critical', 50, 0, null],
  [501, 'grace', 49, 1, until],
  [550, 'exhausted', 0, 50, until],
  [560, 'over', 0, 50, until],
] as const)('grace: %i of 500 and 50 is %s, %i remaining', (used, status, remaining, graced, graceUntil) => {
  expect(of(capped(500, { grace }), used, { graceUntil })).toMatchObject({
    status,
    remaining,
    beyond: { type: 'grace', ...grace, used: graced, until: graceUntil },
  });
});

it('when the days of grace are over, what was used of it is over the limit', () => {
  const limit = capped(500, { grace });
  const ended = { ...amountsOf(limit, 0, true), graceUntil: until };
  expect(of(limit, 501, ended)).toMatchObject({ status: 'over', remaining: 0, beyond: { used: 1, until } });
  expect(of(limit, 500, ended)).toMatchObject({ status: 'exhausted', remaining: 0 });
});

it.each([
  [80, 'warning', 0],
  [100, 'critical', 0],
  [101, 'over', 1],
] as const)('soft: %i of 100 is %s and never refused', (used, status, above) => {
  const beyond = { type: 'soft', used: above };
  expect(of(capped(100, { soft: true }), used)).toMatchObject({ status, remaining: null, percent: used, beyond });
});

const poolOf = (remaining: number | null, line: number | null = 100): PoolUsage => ({
  line,
  used: line === null || remaining === null ? 7 : line - remaining,
  held: 0,
  remaining,
});
const restPool = { rest: 'pool' } as const;

it.each<[string, Limit, number, PoolUsage, string, number | null]>([
  ['the own limit and the pool are summed', capped(10, restPool), 4, poolOf(50), 'calm', 56],
  ['an own limit that is used up leaves the pool', capped(10, restPool), 10, poolOf(50), 'critical', 50],
  ['above the own limit only the pool is left', capped(10, restPool), 15, poolOf(50), 'over', 50],
  ['both used up', capped(10, restPool), 10, poolOf(0), 'exhausted', 0],
  ['an own limit and an unlimited pool', capped(10, restPool), 4, poolOf(null, null), 'calm', null],
  ['sums stay safe', capped(10, restPool), 0, poolOf(Number.MAX_SAFE_INTEGER), 'calm', Number.MAX_SAFE_INTEGER],
  ["a pool without a cap is the parent's room", pooled(), 40, poolOf(50), 'calm', 50],
  ['a pool used up', pooled(), 40, poolOf(0), 'exhausted', 0],
  ['an unlimited pool', pooled(), 40, poolOf(null, null), 'unlimited', null],
  ['a cap within the pool', pooled({ cap: 10 }), 4, poolOf(50), 'calm', 6],
  ['a cap above what the pool has', pooled({ cap: 10 }), 4, poolOf(3), 'calm', 3],
  ['a cap that is used up', pooled({ cap: 10 }), 10, poolOf(50), 'exhausted', 0],
  ['a cap on an unlimited pool', pooled({ cap: 10 }), 8, poolOf(null, null), 'warning', 2],
])('pool: %s', (_, limit, used, pool, status, remaining) => {
  expect(of(limit, used, { pool })).toMatchObject({ status, remaining, pool });
});

it('a rate has no thresholds: it has room or it has none', () => {
  const rate = (used: number) => of(capped(60, { burst: 20 }), used, { kind: 'rate' });
  expect(rate(19)).toMatchObject({ status: 'calm', remaining: 1, line: 60, ceiling: 20, thresholds: [] });
  expect(rate(20)).toMatchObject({ status: 'exhausted', remaining: 0 });
  expect(of(unlimited, 0, { kind: 'rate' }).status).toBe('unlimited');
});

it('remaining is never negative, and what remains can be used without passing the ceiling', () => {
  const limits = fc.constantFrom<Limit>(
    capped(100),
    capped(100, { overage }),
    capped(100, { grace }),
    pooled({ cap: 40 }),
    none,
  );
  fc.assert(
    fc.property(limits, fc.nat(200), fc.nat(50), fc.nat(30), (limit, used, held, grants) => {
      const { ceiling } = amountsOf(limit, grants);
      const remaining = remainingOf({ limit, ceiling, used, held }, null) as number;
      expect(remaining).toBeGreaterThanOrEqual(0);
      if (remaining > 0) expect(used + held + remaining).toBe(ceiling);
    }),
  );
});
