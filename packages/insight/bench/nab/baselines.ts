import { seededRandom } from '../random.ts';

/** A detector that hears one value after the other and gives each a score of 0 … 1. */
export type Baseline = (rows: readonly number[]) => number[];

export const silent: Baseline = (rows) => rows.map(() => 0.5);

export const random: Baseline = (rows) => {
  const next = seededRandom(42);
  return rows.map(() => next());
};

/** Probability of the value under the normal distribution of the last 1000: NAB's `windowedGaussian` with its window. */
export const windowedGaussian: Baseline = (rows) =>
  overWindow(rows, 1000, (value, window) => {
    const mean = window.reduce((sum, v) => sum + v, 0) / window.length;
    const spread = Math.sqrt(window.reduce((sum, v) => sum + (v - mean) ** 2, 0) / window.length);
    return 1 - upperTail(Math.abs(value - mean) / (spread || 0.000001));
  });

/**
 * Distance z from the median of the last 1000 in median absolute deviations, both worked out anew every 50 rows. Given as
 * z / (1 + z): as a normal probability most of its alarms would be the same 1.
 */
export const robustZ: Baseline = (rows) => {
  let centre = 0;
  let spread = 0;
  return overWindow(rows, 1000, (value, window, i) => {
    if (i % 50 === 1 || i < 50) {
      centre = median(window);
      spread = 1.4826 * median(window.map((v) => Math.abs(v - centre)));
    }
    const z = Math.abs(value - centre) / (spread || 0.000001);
    return z / (1 + z);
  });
};

function overWindow(
  rows: readonly number[],
  size: number,
  score: (value: number, window: readonly number[], i: number) => number,
): number[] {
  return rows.map((value, i) => (i === 0 ? 0 : score(value, rows.slice(Math.max(0, i - size), i), i)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** P(Z > z) of the standard normal distribution for z of 0 and more: Numerical Recipes' erfc, relative error below 1.2e-7. */
function upperTail(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const series = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ].reduceRight((sum, c) => sum * t + c, 0);
  return (t * Math.exp(-x * x + series)) / 2;
}
