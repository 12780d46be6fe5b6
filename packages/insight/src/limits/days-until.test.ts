import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, officeDays } from '../../test/usage.ts';
import { forecast } from '../forecast/forecast.ts';
import { InvalidSeriesError } from '../series.ts';
import { daysUntil } from './days-until.ts';

/** About 83 a day, on Monday after eight weeks. */
const ahead = forecast(officeDays(56, 100, 2), { horizon: 28 });
const endMs = ahead.points[0]!.startMs + 21 * dayMs;

test('a limit that four weekdays use up is reached on the fourth day', () => {
  const reach = daysUntil(1000, { used: 600, forecast: ahead, endMs });
  expect(reach.medianDays).toBeGreaterThan(3.5);
  expect(reach.medianDays).toBeLessThan(4.5);
  expect(reach.within80[0]).toBeLessThan(reach.medianDays!);
  expect(reach.within80[1]).toBeGreaterThan(reach.medianDays!);
  expect(reach.probability).toBeGreaterThan(0.99);
  expect(reach.daysToEnd).toBe(21);
  expect(reach.basis).toBe(ahead.basis);
});

test('one that three weeks do not use up has no day, and next to no probability', () => {
  const reach = daysUntil(5000, { used: 600, forecast: ahead, endMs });
  expect(reach).toMatchObject({ medianDays: null, within80: [null, null] });
  expect(reach.probability).toBeLessThan(0.01);
});

test('one that is reached already is reached now, for certain', () => {
  expect(daysUntil(100, { used: 100, forecast: ahead, endMs })).toMatchObject({
    medianDays: 0,
    within80: [0, 0],
    probability: 1,
  });
});

test('without an end, and with one behind the forecast, it looks as far as the forecast does', () => {
  const whole = daysUntil(1500, { used: 0, forecast: ahead });
  expect(whole.daysToEnd).toBe(28);
  expect(daysUntil(1500, { used: 0, forecast: ahead, endMs: endMs + 100 * dayMs })).toEqual(whole);
});

test('a step that the end cuts counts by its share', () => {
  const [start, half] = [ahead.points[0]!.startMs, ahead.points[0]!.startMs + dayMs / 2];
  const { probability, daysToEnd } = daysUntil(60, { used: 0, forecast: ahead, endMs: half });
  expect(daysToEnd).toBe(0.5);
  expect(probability).toBeLessThan(0.5);
  expect(daysUntil(60, { used: 0, forecast: ahead, endMs: start + dayMs }).probability).toBeGreaterThan(0.5);
  expect(daysUntil(60, { used: 0, forecast: ahead, endMs: start }).probability).toBe(0);
});

describe('whatever limit and use', () => {
  const numbers = fc.double({ min: 0, max: 4000, noNaN: true });

  test('days are in order, and a higher limit is never likelier reached', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (used, limit, more) => {
        const near = daysUntil(limit, { used, forecast: ahead, endMs });
        const far = daysUntil(limit + more, { used, forecast: ahead, endMs });
        expect(near.probability >= 0 && near.probability <= 1).toBe(true);
        expect(far.probability).toBeLessThanOrEqual(near.probability);
        const days = [near.within80[0], near.medianDays, near.within80[1]].map((day) => day ?? 1e9);
        expect(days).toEqual([...days].sort((a, b) => a - b));
      }),
    );
  });

  test('what is negative or infinite is refused by name', () => {
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const refused = expect.objectContaining({ reason: 'limit' });
      expect(() => daysUntil(wrong, { used: 0, forecast: ahead })).toThrow(refused);
      expect(() => daysUntil(1, { used: wrong, forecast: ahead })).toThrow(InvalidSeriesError);
    }
  });
});
