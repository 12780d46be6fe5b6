import { expect, test } from 'vitest';
import { dayMs, officeDays } from '../../test/usage.ts';
import { forecast } from '../forecast/forecast.ts';
import { InvalidSeriesError } from '../series.ts';
import { recommendDailyBudget } from './recommend-daily-budget.ts';

/** About 83 a day. */
const ahead = forecast(officeDays(56, 100, 2), { horizon: 28 });
const endMs = ahead.points[0]!.startMs + 14 * dayMs;

test('what is left is spread over the days that are left', () => {
  const budget = recommendDailyBudget({ limit: 1000, used: 300, forecast: ahead, endMs });
  expect(budget.perDay).toBe(50);
  expect(budget.expectedPerDay).toBeGreaterThan(75);
  expect(budget.expectedPerDay).toBeLessThan(92);
  expect(budget.probability).toBeLessThan(0.01);
  expect(budget.basis).toBe(ahead.basis);
});

test('where there is enough, it lasts without anyone keeping to a budget', () => {
  const budget = recommendDailyBudget({ limit: 2000, used: 300, forecast: ahead, endMs });
  expect(budget.perDay).toBeGreaterThan(budget.expectedPerDay);
  expect(budget.probability).toBeGreaterThan(0.95);
});

test('nothing is left of a limit that is passed, and all on the last day', () => {
  expect(recommendDailyBudget({ limit: 10, used: 12, forecast: ahead, endMs })).toMatchObject({
    perDay: 0,
    probability: 0,
  });
  const lastHourMs = ahead.points[0]!.startMs + 3_600_000;
  expect(recommendDailyBudget({ limit: 10, used: 4, forecast: ahead, endMs: lastHourMs }).perDay).toBe(6);
});

test('what is negative is refused', () => {
  expect(() => recommendDailyBudget({ limit: -1, used: 0, forecast: ahead, endMs })).toThrow(InvalidSeriesError);
});
