import { expect, test } from 'vitest';
import { type AnomalyPoint, detectAnomalies, type Series } from '../src/index.ts';
import { officeDays, officeHours, officeRate } from './usage.ts';

const seeds = Array.from({ length: 30 }, (_, i) => i + 1);
const eightWeeks = 24 * 56;

const meanPerSeries = (make: (seed: number) => Series, is: (point: AnomalyPoint) => boolean) =>
  seeds.reduce((sum, seed) => sum + detectAnomalies(make(seed)).filter(is).length, 0) / seeds.length;

test.each([
  ['hours with 0.3 uses', (seed: number) => officeHours(eightWeeks, 0.3, seed)],
  ['hours with 5', (seed: number) => officeHours(eightWeeks, 5, seed)],
  ['hours with 50', (seed: number) => officeHours(eightWeeks, 50, seed)],
  ['days with 20', (seed: number) => officeDays(84, 20, seed)],
])('of usual %s, a few have a score of 0.5 and hardly any one of 0.9', (_, make) => {
  expect(meanPerSeries(make, ({ score }) => score >= 0.5)).toBeLessThan(5);
  expect(meanPerSeries(make, ({ score }) => score >= 0.9)).toBeLessThan(0.5);
});

test('the expected range holds 95 % of usual hours', () => {
  const outside = ({ actual, expected }: AnomalyPoint) =>
    expected !== null && (actual! < expected[0] || actual! > expected[1]);
  for (const mean of [5, 50]) {
    const share = meanPerSeries((seed) => officeHours(eightWeeks, mean, seed), outside) / eightWeeks;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.07);
  }
});

test('an hour eight deviations too busy is found nearly always, and one of none too', () => {
  const at = eightWeeks - 30;
  const found = (value: number, mean: number) =>
    seeds.filter((seed) => {
      const hours = officeHours(eightWeeks, mean, seed);
      return detectAnomalies({ ...hours, values: hours.values.with(at, value) })[at]!.score >= 0.5;
    }).length / seeds.length;
  const rate = officeRate(at, 50);
  expect(found(Math.round(rate + 8 * Math.sqrt(rate)), 50)).toBeGreaterThan(0.85);
  expect(found(0, 50)).toBeGreaterThan(0.85);
});
