import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { monthPeriod } from './month-period.ts';

const periodAt = (at: string, day: number, zone = 'UTC') => {
  const { start, end } = monthPeriod(Temporal.Instant.from(at), { day, zone });
  return `${start} ${end}`;
};

it.each([
  ['the 1st', '2026-11-24T12:00:00Z', 1, 'UTC', '2026-11-01T00:00:00Z 2026-12-01T00:00:00Z'],
  ['its own start belongs to a period', '2026-12-01T00:00:00Z', 1, 'UTC', '2026-12-01T00:00:00Z 2027-01-01T00:00:00Z'],
  ['its end belongs to the next', '2026-11-30T23:59:59.999Z', 1, 'UTC', '2026-11-01T00:00:00Z 2026-12-01T00:00:00Z'],
  [
    'the 31st in a short month is its last day',
    '2026-02-15T00:00:00Z',
    31,
    'UTC',
    '2026-01-31T00:00:00Z 2026-02-28T00:00:00Z',
  ],
  ['the 31st after a short month', '2026-03-01T00:00:00Z', 31, 'UTC', '2026-02-28T00:00:00Z 2026-03-31T00:00:00Z'],
  ['the 30th in a leap year', '2028-02-29T12:00:00Z', 30, 'UTC', '2028-02-29T00:00:00Z 2028-03-30T00:00:00Z'],
  ['over new year', '2026-01-03T00:00:00Z', 15, 'UTC', '2025-12-15T00:00:00Z 2026-01-15T00:00:00Z'],
  ['clocks go forward', '2026-03-29T12:00:00Z', 29, 'Europe/Lisbon', '2026-03-29T00:00:00Z 2026-04-28T23:00:00Z'],
  ['clocks go back', '2026-10-26T12:00:00Z', 25, 'Europe/Stockholm', '2026-10-24T22:00:00Z 2026-11-24T23:00:00Z'],
  [
    'a zone where midnight is skipped',
    '2026-09-06T12:00:00Z',
    6,
    'America/Santiago',
    '2026-09-06T04:00:00Z 2026-10-06T03:00:00Z',
  ],
])('%s', (_, at, day, zone, expected) => {
  expect(periodAt(at, day, zone)).toBe(expected);
});

it('periods of any anchor and zone hold their moment and follow each other without gap or overlap', () => {
  const zones = [
    'UTC',
    'Europe/Lisbon',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Apia',
    'America/Santiago',
    'Australia/Lord_Howe',
  ];
  const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) });
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 31 }), fc.constantFrom(...zones), (ms, day, zone) => {
      const at = Temporal.Instant.fromEpochMilliseconds(ms);
      const { start, end } = monthPeriod(at, { day, zone });
      expect(Temporal.Instant.compare(start, at)).toBeLessThanOrEqual(0);
      expect(Temporal.Instant.compare(at, end)).toBeLessThan(0);
      expect(monthPeriod(end, { day, zone }).start.equals(end)).toBe(true);
      expect(monthPeriod(start.subtract({ nanoseconds: 1 }), { day, zone }).end.equals(start)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
