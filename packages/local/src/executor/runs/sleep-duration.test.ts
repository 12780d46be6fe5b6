import { expect, test } from 'vitest';
import { sleepDurationMs } from './sleep-duration.ts';

const now = Date.UTC(2026, 10, 24);

test('a sleep is read as the SDK writes it: units, a date, or nothing', () => {
  expect(sleepDurationMs('1h30m', now)).toBe(5_400_000);
  expect(sleepDurationMs('52w1d6h', now)).toBe(52 * 604_800_000 + 86_400_000 + 6 * 3_600_000);
  expect(sleepDurationMs('2026-11-24T00:00:02.500Z', now)).toBe(2500);
  expect(sleepDurationMs('2020-01-01T00:00:00Z', now)).toBe(0);
  expect(sleepDurationMs('', now)).toBe(0);
});

test('a sleep that cannot be read, or of more than 366 days, is an error', () => {
  expect(() => sleepDurationMs('soon', now)).toThrow(RangeError);
  expect(() => sleepDurationMs('53w', now)).toThrow('longer than 366 days');
});
