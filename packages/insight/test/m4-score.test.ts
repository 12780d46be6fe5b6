import { expect, test } from 'vitest';
import { coverage, mase, msis, seasonalScale, smape } from '../bench/m4/score.ts';

test('errors are scaled by the mean change from season to season', () => {
  // |3 - 1|, |6 - 2|, |4 - 3|, |7 - 6| = 2, 4, 1, 1
  expect(seasonalScale([1, 2, 3, 6, 4, 7], 2)).toBe(2);
});

test('MASE is the mean absolute error in scales', () => {
  expect(mase([10, 12], [9, 15], 2)).toBe(1);
});

test('sMAPE divides each error by the mean of actual and forecast', () => {
  // 2 * 2 / (4 + 2) = 2/3 and 2 * 0 / 10 = 0
  expect(smape([4, 5], [2, 5])).toBeCloseTo(100 / 3, 10);
});

test('MSIS adds forty times each miss of a 95 % interval to its width', () => {
  // Within: 10. Below by 1: 10 + 40. Above by 0.5: 10 + 20. Mean 30, scale 3.
  expect(msis([5, -1, 10.5], [0, 0, 0], [10, 10, 10], 3)).toBeCloseTo(10, 10);
});

test('coverage counts an interval with its ends', () => {
  expect(coverage([0, 10, 11, 5], [0, 0, 0, 0], [10, 10, 10, 10])).toBe(0.75);
});
