import { expect, test } from 'vitest';
import { latestTick } from './cron-ticks.ts';

const at = (text: string) => new Date(`2026-${text}Z`);
const tick = (pattern: string, after: string, until: string, zone = 'UTC') =>
  latestTick(pattern, zone, at(after), at(until))?.toISOString();

test('a tick belongs to the window that ends with it, and to no other', () => {
  expect(tick('0 * * * *', '11-24T08:59:59.750', '11-24T09:00:00.000')).toBe('2026-11-24T09:00:00.000Z');
  expect(tick('0 * * * *', '11-24T09:00:00.000', '11-24T09:00:00.250')).toBeUndefined();
});

test('of several missed ticks the latest is taken', () => {
  expect(tick('* * * * *', '11-24T01:00:00', '11-24T09:00:30')).toBe('2026-11-24T09:00:00.000Z');
});

test('a zone moves the tick, daylight saving included', () => {
  expect(tick('0 3 * * *', '07-01T00:00:00', '07-01T12:00:00', 'Europe/Lisbon')).toBe('2026-07-01T02:00:00.000Z');
  expect(tick('0 3 * * *', '11-24T00:00:00', '11-24T12:00:00', 'Europe/Lisbon')).toBe('2026-11-24T03:00:00.000Z');
});

test('a descriptor is a cron too', () => {
  expect(tick('@daily', '11-23T12:00:00', '11-24T12:00:00')).toBe('2026-11-24T00:00:00.000Z');
});
