import { expect, it } from 'vitest';
import { defaultThresholds } from '../catalog/threshold.ts';
import { standingOf } from './standing.ts';

const standing = (used: number, held = 0, line: number | null = 100) =>
  standingOf(
    {
      kind: 'allowance',
      limit: line === null ? { type: 'unlimited' } : line === 0 ? { type: 'none' } : { type: 'capped', amount: line },
      line,
      ceiling: line,
      used,
      held,
      period: null,
    },
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
  expect(standing(used)).toMatchObject({ status, remaining, percent });
});

it('what is held is not remaining, and passes no threshold', () => {
  expect(standing(70, 30)).toMatchObject({ status: 'exhausted', remaining: 0, percent: 70 });
  expect(standing(70, 20)).toMatchObject({ status: 'calm', remaining: 10 });
});

it('unlimited and not in plan have no percent', () => {
  expect(standing(5, 0, null)).toMatchObject({ status: 'unlimited', remaining: null, percent: null, thresholds: [] });
  expect(standing(0, 0, 0)).toMatchObject({ status: 'not_in_plan', remaining: 0, percent: null, thresholds: [] });
});
