import { expect, test } from 'vitest';
import { periodDay } from './period-day.ts';

test('a period counts its days from one, up to the last moment', () => {
  const november = { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' };
  expect(periodDay(november, '2026-11-01T00:00:00.000Z')).toEqual({ value: 'Day 1 of 30', text: 'resets in 30 days' });
  expect(periodDay(november, '2026-11-30T23:30:00.000Z')).toEqual({
    value: 'Day 30 of 30',
    text: 'resets in 30 minutes',
  });
});

test('a month in which clocks change keeps its own number of days', () => {
  const october = { start: '2026-09-30T23:00:00.000Z', end: '2026-11-01T00:00:00.000Z' };
  expect(periodDay(october, '2026-10-31T23:30:00.000Z').value).toBe('Day 31 of 31');
});
