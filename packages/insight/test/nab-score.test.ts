import { describe, expect, test } from 'vitest';
import { nabScore, probationaryRows, profiles, scaledSigmoid, sweepThresholds, weighRows } from '../bench/nab/score.ts';

const even = { truePositive: 1, falsePositive: 1, falseNegative: 1 };

/** Alarms of 1 at the rows, 0 elsewhere. */
const alarms = (length: number, rows: number[]) => Array.from({ length }, (_, i) => (rows.includes(i) ? 1 : 0));

/** Worth at a threshold of 0.5, nothing probationary. */
function worthAtHalf(length: number, rows: number[], windows: [number, number][], profile = even) {
  const weighed = weighRows({ scores: alarms(length, rows), windows }, profile, 'series', 0);
  return sweepThresholds(weighed, profile.falseNegative).findLast((at) => at.threshold >= 0.5)!;
}

describe('the sigmoid has the values that NAB documents for it (nab/sweeper.py)', () => {
  test.each([
    [-1, 0.98661],
    [-0.5, 0.84828],
    [0, 0],
    [1, -0.98661],
    [3, -1],
    [40, -1],
  ])('at %d it is %d', (place, worth) => {
    expect(scaledSigmoid(place)).toBeCloseTo(worth, 5);
  });
});

test.each([
  [100, 0, 0],
  [100, 1, 100],
  [100, 0.1, 10],
  [100, 0.15, 15],
  [5000, 0.1, 500],
  [6000, 0.1, 500],
])(
  'of %d rows with a share of %d, %d are probationary (NAB tests/integration/sweeper_test.py)',
  (rows, share, expected) => {
    expect(probationaryRows(rows, share)).toBe(expected);
  },
);

test('the worked example of the paper (ICMLA 2015, figure 2) comes to 0.6909', () => {
  // One alarm before the window, a first and two later ones in it, one a little behind it and one far off.
  const worth = -profiles.standard.falsePositive * (1 + 0.8093 + 1) + 0.9999;
  expect(worth).toBeCloseTo(0.6909, 4);
  const width = 1001;
  const window: [number, number] = [2000, 2000 + width - 1];
  const rows = [100, 2000, 2300, 2500, window[1] + 450, 9000];
  expect(worthAtHalf(10_000, rows, [window], profiles.standard).worth).toBeCloseTo(0.6909, 3);
});

test('two hits in one window, a false alarm behind it and a missed window come to -0.9540 (NAB tests/integration/scorer_test.py)', () => {
  expect(
    worthAtHalf(
      100,
      [30, 31, 37],
      [
        [30, 34],
        [60, 64],
      ],
    ),
  ).toMatchObject({ hits: 2, falseAlarms: 1, worth: expect.closeTo(-0.954, 4) });
});

test('without windows and without alarms the worth is 0, with one alarm it is the weight of a false one', () => {
  expect(worthAtHalf(10, [], []).worth).toBeCloseTo(0);
  expect(worthAtHalf(1000, [0], []).worth).toBe(-1);
});

test('a hit on the first row of a window is worth 1 whatever its width; a later one is worth less', () => {
  expect(worthAtHalf(10, [4], [[4, 5]]).worth).toBe(1);
  expect(worthAtHalf(10, [4], [[4, 6]]).worth).toBe(1);
  expect(worthAtHalf(10, [5], [[4, 5]]).worth).toBeLessThan(1);
});

test('a hit on the last row of a window and a false alarm right behind it weigh the same (NAB true_positive_test.py)', () => {
  const last = worthAtHalf(1000, [599], [[500, 599]]).worth;
  const behind = worthAtHalf(1000, [600], [[500, 599]]).worth;
  expect(last + behind + 1).toBeCloseTo(0, 3);
});

test('the sweep gives the worth at each threshold (NAB tests/integration/sweeper_test.py)', () => {
  const rows = [
    { score: 0, worth: -3, window: null },
    { score: 0.2, worth: 20, window: 'a' },
    { score: 0.3, worth: 10, window: 'a' },
    { score: 0.5, worth: 5, window: 'b' },
    { score: 0.5, worth: -3, window: null },
  ];
  expect(sweepThresholds(rows, 5)).toEqual([
    { threshold: 1.1, worth: -10, hits: 0, falseAlarms: 0 },
    { threshold: 0.5, worth: -3, hits: 1, falseAlarms: 1 },
    { threshold: 0.3, worth: 12, hits: 2, falseAlarms: 1 },
    { threshold: 0.2, worth: 22, hits: 3, falseAlarms: 1 },
    { threshold: 0, worth: 19, hits: 3, falseAlarms: 2 },
  ]);
});

test('silence scores 0 and perfection 100, in every profile', () => {
  const windows: [number, number][] = [[400, 450]];
  for (const profile of Object.values(profiles)) {
    expect(nabScore(new Map([['a', { scores: alarms(1000, []), windows }]]), profile).score).toBe(0);
    expect(nabScore(new Map([['a', { scores: alarms(1000, [400]), windows }]]), profile).score).toBe(100);
  }
});
