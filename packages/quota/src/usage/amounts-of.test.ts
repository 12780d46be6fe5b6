import { expect, it } from 'vitest';
import { capped, type Limit, none, pooled, unlimited, usd } from '../index.ts';
import { amountsOf, limitAmount } from './amounts-of.ts';

const most = Number.MAX_SAFE_INTEGER;
const grace = { upTo: 50, days: 3 };
const overage = { upTo: 20, price: usd(0.15) };

it.each<[string, Limit, number, number | null, number | null]>([
  ['a hard limit ends at its line', capped(100), 0, 100, 100],
  ['a grant lifts line and ceiling', capped(100), 30, 130, 130],
  ['a soft limit has a line and no end', capped(100, { soft: true }), 30, 130, null],
  ['overage goes beyond the line', capped(100, { overage }), 0, 100, 120],
  ['overage goes beyond line and grant', capped(100, { overage }), 30, 130, 150],
  ['grace goes beyond the line', capped(100, { grace }), 30, 130, 180],
  ['a rate ends at its burst', capped(60, { burst: 20 }), 0, 60, 20],
  ['a rate without burst at its amount', capped(60), 0, 60, 60],
  ['a pool is another line', pooled(), 0, null, null],
  ["a member's cap is its line", pooled({ cap: 10 }), 5, 15, 15],
  ['unlimited has no line', unlimited, 30, null, null],
  ['not in the plan is nothing', none, 0, 0, 0],
  ['a grant alone', none, 30, 30, 30],
  ['sums stay safe', capped(most, { grace }), 30, most, most],
])('%s', (_, limit, grants, line, ceiling) => {
  expect(amountsOf(limit, grants)).toEqual({ line, ceiling });
});

it('when the days of grace are over the line is the end; overage has no days', () => {
  expect(amountsOf(capped(100, { grace }), 30, true)).toEqual({ line: 130, ceiling: 130 });
  expect(amountsOf(capped(100, { overage }), 0, true)).toEqual({ line: 100, ceiling: 120 });
});

it('what a limit itself gives knows no grants', () => {
  expect([capped(100, { overage }), pooled(), pooled({ cap: 5 }), unlimited, none].map(limitAmount)).toEqual([
    100,
    null,
    5,
    null,
    0,
  ]);
});
