import { expect, test } from 'vitest';
import { studentBelow, studentQuantile } from './student-t.ts';

// Tables of Student's t, as in Abramowitz and Stegun, table 26.10.
test.each([
  [0.975, 1, 12.706],
  [0.975, 13, 2.16],
  [0.9, 13, 1.35],
  [0.75, 2, 0.8165],
  [0.95, 30, 1.697],
])('%d of the distribution with %d degrees of freedom lie below %d', (share, freedom, t) => {
  expect(studentQuantile(share, freedom)).toBeCloseTo(t, 3);
  expect(studentBelow(t, freedom)).toBeCloseTo(share, 4);
});

test('the distribution is even around 0', () => {
  expect(studentBelow(0, 7)).toBeCloseTo(0.5, 12);
  expect(studentBelow(-1.3, 7) + studentBelow(1.3, 7)).toBeCloseTo(1, 12);
});
