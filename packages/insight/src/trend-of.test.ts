import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, mondayMs, officeDays, officeHours } from '../test/usage.ts';
import { trendOf } from './trend-of.ts';

test('usage that grows by five per cent a week rises, the reverse falls', () => {
  const growing = officeDays(56, 80, 1, 0.05);
  const rising = trendOf(growing);
  expect(rising.trend).toBe('rising');
  expect(rising.changePerWeek).toBeCloseTo(0.05, 1);
  expect(rising.probability).toBeGreaterThan(0.99);
  // Mirrored, so that weekdays stay where they are.
  const falling = trendOf({
    ...growing,
    values: growing.values.map((_, i) => growing.values[7 * (7 - Math.floor(i / 7)) + (i % 7)]!),
  });
  expect(falling).toMatchObject({ trend: 'falling', changePerWeek: -rising.changePerWeek });
});

test('Monday to Friday is no rise, nor the weekend a fall', () => {
  for (const length of [19, 20, 21, 24, 26]) expect(trendOf(officeDays(length, 50, 2)).trend).toBe('steady');
});

test('of steady usage, at most one in ten is said to head anywhere', () => {
  const said = Array.from({ length: 100 }, (_, seed) => trendOf(officeDays(56, 40, seed)).trend);
  expect(said.filter((trend) => trend !== 'steady').length).toBeLessThan(10);
});

test('hours are taken together to days', () => {
  const { values, ...grid } = officeHours(24 * 28, 20, 3);
  const rising = values.map((value, hour) => Math.round(value! * 1.15 ** (hour / 168)));
  expect(trendOf({ ...grid, values: rising })).toMatchObject({ trend: 'rising' });
});

test('what was more than eight weeks ago does not count', () => {
  const then = officeDays(56, 20, 4).values;
  const now = officeDays(56, 80, 5).values;
  expect(trendOf({ startMs: mondayMs, stepMs: dayMs, values: [...then, ...now] }).trend).toBe('steady');
});

describe('where little is known it is steady', () => {
  test.each([[[]], [[1]], [[1, 2, 3]], [[null, null, null, null, null]], [[5, 5, 5, 5, 5, 5]], [[0, 0, 0, 0, 0]]])(
    '%j',
    (values) => {
      expect(trendOf({ startMs: 0, stepMs: dayMs, values })).toEqual({
        trend: 'steady',
        probability: 0.5,
        changePerWeek: 0,
      });
    },
  );
});

test('probability and change are numbers whatever the series', () => {
  const amounts = fc.array(fc.option(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))), {
    maxLength: 100,
  });
  fc.assert(
    fc.property(amounts, fc.constantFrom(hourMs, dayMs, 7 * hourMs), (values, stepMs) => {
      const { probability, changePerWeek } = trendOf({ startMs: 0, stepMs, values });
      expect(probability >= 0.5 && probability <= 1).toBe(true);
      expect(Number.isFinite(changePerWeek)).toBe(true);
    }),
  );
});
