import { expect, test } from 'vitest';
import { officeDays, officeHours } from '../test/usage.ts';
import { askedSeasons, findSeasons } from './seasons.ts';

const hourMs = 3_600_000;
const roots = (values: readonly (number | null)[]) => values.map((value) => Math.sqrt(value!));

test('days and weeks of an office are found', () => {
  expect(findSeasons(roots(officeHours(24 * 28, 8, 1).values), hourMs)).toEqual([24, 168]);
  expect(findSeasons(roots(officeDays(21, 30, 1).values), 24 * hourMs)).toEqual([7]);
});

test('a day is found after two of them, a week after two of them', () => {
  expect(findSeasons(roots(officeHours(48, 40, 1).values), hourMs)).toEqual([24]);
  expect(findSeasons(roots(officeHours(47, 40, 1).values), hourMs)).toEqual([]);
  expect(findSeasons(roots(officeDays(13, 100, 1).values), 24 * hourMs)).toEqual([]);
});

test('a pattern that wanders through the day is found', () => {
  const wandering = Array.from({ length: 24 * 30 }, (_, hour) => 10 + Math.sin((2 * Math.PI * hour) / 23.5));
  expect(findSeasons(wandering, hourMs)).toContain(24);
});

test('noise has no season, and neither has a constant', () => {
  const noise = Array.from({ length: 24 * 28 }, (_, i) => Math.sin(i * i * 12.9898) * 5 + 10);
  expect(findSeasons(noise, hourMs)).toEqual([]);
  expect(findSeasons(new Array(24 * 28).fill(3), hourMs)).toEqual([]);
});

test('steps that make no whole day have no seasons to look for', () => {
  expect(findSeasons(new Array(1000).fill(0), 7 * hourMs)).toEqual([]);
});

test('lengths that are asked for become steps, short to long; others are refused', () => {
  expect(askedSeasons([168 * hourMs, 24 * hourMs], hourMs)).toEqual([24, 168]);
  const refused = expect.objectContaining({ reason: 'seasonality' });
  expect(() => askedSeasons([1.5 * hourMs], hourMs)).toThrow(refused);
  expect(() => askedSeasons([hourMs], hourMs)).toThrow(refused);
  expect(() => askedSeasons([2 * hourMs, 3 * hourMs, 4 * hourMs], hourMs)).toThrow(refused);
});
