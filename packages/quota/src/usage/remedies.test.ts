import { expect, it } from 'vitest';
import {
  allowance,
  type Catalog,
  capped,
  defineCatalog,
  type Limit,
  level,
  none,
  pooled,
  rate,
  unlimited,
  usd,
} from '../index.ts';
import { amountsOf } from './amounts-of.ts';
import type { PoolUsage } from './meter-usage.ts';
import { type Refused, remediesOf } from './remedies.ts';
import { remainingOf } from './standing.ts';

const restPool = { rest: 'pool' } as const;
const catalog: Catalog = defineCatalog({
  meters: {
    calls: allowance({ unit: 'call', per: 'month' }),
    seats: level({ unit: 'seat' }),
    requests: rate({ unit: 'call', per: 'minute' }),
  },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { calls: capped(10), seats: capped(3), requests: capped(20) } },
    starter: {
      name: 'Starter',
      price: usd(19),
      limits: { calls: capped(100), seats: pooled(), requests: capped(60, { burst: 20 }) },
    },
    growth: { name: 'Growth', price: usd(79), limits: { calls: unlimited, seats: capped(50), requests: capped(300) } },
  },
  defaultPlan: 'free',
});

const at = '2026-11-24T12:00:00.000Z';
const period = { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' };
const wait = { type: 'wait', until: period.end, waitMs: 6.5 * 86_400_000 };
const starter = { type: 'upgrade', plan: 'starter', name: 'Starter', price: usd(19) };
const growth = { type: 'upgrade', plan: 'growth', name: 'Growth', price: usd(79) };

type Case = { limit: Limit; used: number } & Partial<Refused<Catalog>>;
function remedies(meter: 'calls' | 'seats' | 'requests', { limit, used, ...more }: Case) {
  const {
    held = 0,
    grants = 0,
    pool = null,
    ceiling = amountsOf(limit, grants).ceiling ?? Number.MAX_SAFE_INTEGER,
  } = more;
  const remaining = remainingOf({ limit, ceiling, used, held }, pool) ?? Number.MAX_SAFE_INTEGER;
  const times = { period: meter === 'calls' ? period : null, roomInMs: null, at };
  return remediesOf(catalog, {
    meter,
    asked: 1,
    plan: 'free',
    ...times,
    limit,
    used,
    held,
    remaining,
    ceiling,
    grants,
    pool,
    ...more,
  });
}

it('an allowance: ask for less, upgrade to the first plan with room, or wait for the refill', () => {
  expect(remedies('calls', { limit: capped(10), used: 8, asked: 5 })).toEqual([
    { type: 'reduce', amount: 2 },
    { ...starter, line: 100, more: 90 },
    wait,
  ]);
});

it('nothing left is nothing to reduce to', () => {
  expect(remedies('calls', { limit: capped(10), used: 10, asked: 5 })).toEqual([
    { ...starter, line: 100, more: 90 },
    wait,
  ]);
});

it('a plan without room for what was asked is passed over', () => {
  expect(remedies('calls', { limit: capped(10), used: 5, asked: 96 }).slice(1)).toEqual([
    { ...growth, line: null, more: null },
  ]);
});

it('plans below the own are no upgrade, and those above an unknown one are all', () => {
  expect(remedies('calls', { limit: capped(10), used: 10, plan: 'growth' })).toEqual([wait]);
  expect(remedies('calls', { limit: capped(10), used: 10, plan: 'gone' })[0]).toMatchObject({ plan: 'starter' });
});

it('an upgrade tells the line with the grants that stay', () => {
  expect(remedies('calls', { limit: capped(10), used: 15, grants: 5 })[0]).toEqual({ ...starter, line: 105, more: 90 });
});

it('waiting is no way for more than a refill gives', () => {
  expect(remedies('calls', { limit: capped(10), used: 0, asked: 11, plan: 'growth' })).toEqual([
    { type: 'reduce', amount: 10 },
  ]);
});

it('what was drawn from grants does not come back by waiting', () => {
  expect(remedies('calls', { limit: capped(10), used: 15, grants: 5, asked: 12, plan: 'growth' })).toEqual([]);
  expect(remedies('calls', { limit: none, used: 5, grants: 5, plan: 'growth' })).toEqual([]);
  expect(remedies('calls', { limit: capped(10), used: 15, grants: 5, asked: 10, plan: 'growth' })).toEqual([wait]);
});

it('a lifetime is not refilled', () => {
  expect(remedies('calls', { limit: capped(10), used: 10, plan: 'growth', period: null })).toEqual([]);
});

it('a period that has ended by now is nothing to wait for', () => {
  expect(remedies('calls', { limit: capped(10), used: 10, plan: 'growth', at: period.end })).toEqual([
    { ...wait, waitMs: 0 },
  ]);
});

it('not in the plan: only another plan helps', () => {
  expect(remedies('calls', { limit: none, used: 0 })).toEqual([{ ...starter, line: 100, more: 100 }]);
  expect(remedies('seats', { limit: none, used: 0, plan: 'growth' })).toEqual([]);
});

it('a level: give back as much as is missing', () => {
  expect(remedies('seats', { limit: capped(3), used: 2, asked: 2 })).toEqual([
    { type: 'reduce', amount: 1 },
    { ...growth, line: 50, more: 47 },
    { type: 'free', amount: 1 },
  ]);
});

it('a level above its ceiling: all that is above must go first', () => {
  expect(remedies('seats', { limit: capped(3), used: 5, held: 1, plan: 'growth' })).toEqual([
    { type: 'free', amount: 4 },
  ]);
});

it('no more can be given back than is used', () => {
  expect(remedies('seats', { limit: capped(3), used: 0, asked: 4, plan: 'growth' })).toEqual([
    { type: 'reduce', amount: 3 },
  ]);
  expect(remedies('seats', { limit: capped(3), used: 0, held: 3, plan: 'growth' })).toEqual([]);
});

const poolOf = (used: number, line: number | null = 20): PoolUsage => ({
  line,
  used,
  held: 0,
  remaining: line === null ? null : Math.max(line - used, 0),
});

it('a pooled level: give back what the pool, or the own cap, has too little of', () => {
  const free = (limit: Limit, used: number, asked: number, pool: PoolUsage | null) =>
    remedies('seats', { limit, used, asked, pool, plan: 'growth' }).filter(({ type }) => type === 'free');
  expect(free(pooled(), 5, 3, poolOf(18))).toEqual([{ type: 'free', amount: 1 }]);
  expect(free(pooled(), 5, 1, poolOf(22))).toEqual([{ type: 'free', amount: 3 }]);
  expect(free(pooled({ cap: 5 }), 4, 3, poolOf(10))).toEqual([{ type: 'free', amount: 2 }]);
  expect(free(pooled({ cap: 5 }), 4, 3, poolOf(10, null))).toEqual([{ type: 'free', amount: 2 }]);
  expect(free(capped(5, restPool), 4, 3, poolOf(19))).toEqual([{ type: 'free', amount: 1 }]);
  expect(free(pooled(), 2, 1, null)).toEqual([]);
});

it('a pooled allowance waits for what limit and pool give after their refill', () => {
  const waits = (limit: Limit, asked: number, pool: PoolUsage | null) =>
    remedies('calls', { limit, used: 10, asked, pool, plan: 'growth' }).some(({ type }) => type === 'wait');
  expect(waits(capped(10, restPool), 30, poolOf(20))).toBe(true);
  expect(waits(capped(10, restPool), 31, poolOf(20))).toBe(false);
  expect(waits(pooled(), 20, poolOf(20))).toBe(true);
  expect(waits(pooled(), 21, poolOf(20))).toBe(false);
  expect(waits(pooled({ cap: 5 }), 6, poolOf(20))).toBe(false);
  expect(waits(pooled({ cap: 5 }), 5, poolOf(20, null))).toBe(true);
  expect(waits(pooled(), 1, null)).toBe(false);
});

it('an upgrade to a pool counts only where the pool can be seen', () => {
  expect(remedies('seats', { limit: capped(3), used: 3 })[0]).toMatchObject({ plan: 'growth' });
  const capReached = { limit: pooled({ cap: 3 }), used: 3, pool: poolOf(10) };
  expect(remedies('seats', capReached)[0]).toEqual({ ...starter, line: null, more: 10 });
});

it('a rate waits a moment, or asks for less', () => {
  const moment = { type: 'wait', until: '2026-11-24T12:00:01.500Z', waitMs: 1_500 };
  expect(remedies('requests', { limit: capped(20), used: 18, asked: 3, roomInMs: 1_500 })).toEqual([
    moment,
    { type: 'reduce', amount: 2 },
  ]);
  expect(remedies('requests', { limit: capped(20), used: 20, roomInMs: 1_500 })).toEqual([moment]);
});

it('a rate that never has room for so many at once has it on another plan', () => {
  expect(remedies('requests', { limit: capped(20), used: 0, asked: 21, roomInMs: null })).toEqual([
    { type: 'reduce', amount: 20 },
    { ...growth, line: 300, more: 280 },
  ]);
  expect(remedies('requests', { limit: none, used: 0, roomInMs: null })[0]).toMatchObject({ plan: 'starter' });
});
