import { expect, test } from 'vitest';
import { seededRandom } from '../../bench/random.ts';
import { Rarity } from './rarity.ts';

/** Sizes of a Pareto distribution: P(size > s) = s^-index. */
function pareto(count: number, index: number): Rarity {
  const random = seededRandom(3);
  const rarity = new Rarity();
  for (let i = 0; i < count; i++) rarity.learn((1 - random()) ** (-1 / index));
  return rarity;
}

test.each([2, 4, 8])('beyond what was seen, a tail of index %d goes on as it is', (index) => {
  const rarity = pareto(10_000, index);
  // A size of which one in a million is expected: 0.01 in ten thousand.
  const size = 1e6 ** (1 / index);
  const count = rarity.chanceCount(size);
  expect(count).toBeGreaterThan(0.0005);
  expect(count).toBeLessThan(0.2);
});

test('among the largest it counts, below them it gives all', () => {
  const rarity = new Rarity();
  for (let i = 0; i < 1000; i++) rarity.learn(1);
  for (let i = 0; i < 25; i++) rarity.learn(10);
  expect(rarity.chanceCount(5)).toBe(1025);
  expect(rarity.chanceCount(10)).toBeGreaterThan(5);
  expect(rarity.chanceCount(10)).toBeLessThan(26);
});

test('the larger, the rarer, and never 0', () => {
  const rarity = pareto(500, 3);
  const counts = [1, 2, 5, 10, 100, 1e6, Number.POSITIVE_INFINITY].map((size) => rarity.chanceCount(size));
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  expect(counts.at(-1)).toBeGreaterThan(0);
});

test('the usual size is a quantile, to a twelfth', () => {
  const rarity = new Rarity();
  for (let i = 1; i <= 1000; i++) rarity.learn(i / 100);
  for (const share of [0.5, 0.9, 0.95, 0.99]) {
    expect(rarity.usualSize(share) / (10 * share)).toBeGreaterThan(1 - 0.13);
    expect(rarity.usualSize(share) / (10 * share)).toBeLessThan(1 + 0.13);
  }
});
