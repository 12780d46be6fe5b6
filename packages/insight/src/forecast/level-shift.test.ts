import { expect, test } from 'vitest';
import { dayMs, hourMs, officeDays, officeHours } from '../../test/usage.ts';
import { findLevelShift, liftToToday } from './level-shift.ts';

const shifted = (values: readonly (number | null)[], from: number, ratio: number) =>
  Float64Array.from(values, (value, i) => Math.sqrt(value! * (i < from ? 1 : ratio)));

test.each([2, 5, 9, 21])('a shift %d days ago is found, with its ratio', (days) => {
  const roots = shifted(officeHours(24 * 56, 20, 2).values, 24 * (56 - days), 3);
  const shift = findLevelShift(roots, hourMs)!;
  expect(shift.days).toBe(days);
  expect(shift.ratio).toBeCloseTo(3, 0);
});

test('a fall is found as well as a rise', () => {
  const roots = shifted(officeDays(60, 200, 2).values, 54, 0.25);
  expect(findLevelShift(roots, dayMs)).toMatchObject({ days: 6, ratio: expect.closeTo(0.25, 1) });
});

test('weekends, a single busy day and noise are no shift', () => {
  const { values } = officeDays(60, 20, 3);
  expect(findLevelShift(shifted(values, 60, 1), dayMs)).toBeNull();
  expect(findLevelShift(shifted(values, 59, 5), dayMs)).toBeNull();
  expect(findLevelShift(shifted(values, 59, 200), dayMs)).toBeNull();
});

test('what was before it is put at the new level, what came after stays', () => {
  const lifted = liftToToday(Float64Array.of(1, 1, 1, 2, 2), { days: 2, ratio: 4 }, dayMs);
  expect([...lifted]).toEqual([2, 2, 2, 2, 2]);
});
