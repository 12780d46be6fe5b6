import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import type { CalendarSpan } from './calendar-period.ts';
import { runningPeriod } from './running-period.ts';

const instant = (at: string) => Temporal.Instant.from(at);
const endOf = (start: string, end: string, span: CalendarSpan, at: string, date: string, zone = 'UTC') =>
  runningPeriod({ start: instant(start), end: instant(end) }, span, instant(at), { date, zone })?.end.toString();

const november = ['2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', 'month'] as const;

it.each([
  ['a later billing day stretches', '2026-11-24T12:00:00Z', '2001-01-15', 'UTC', '2026-12-15T00:00:00Z'],
  ['an earlier one stretches too', '2026-11-24T12:00:00Z', '2001-01-29', 'UTC', '2026-12-29T00:00:00Z'],
  [
    'Tokyo: the same turn, nine hours earlier',
    '2026-11-24T12:00:00Z',
    '2001-01-01',
    'Asia/Tokyo',
    '2026-11-30T15:00:00Z',
  ],
  ['Tokyo has turned already', '2026-11-30T16:00:00Z', '2001-01-01', 'Asia/Tokyo', '2026-12-01T00:00:00Z'],
  ['Honolulu: ten hours later', '2026-11-24T12:00:00Z', '2001-01-01', 'Pacific/Honolulu', '2026-12-01T10:00:00Z'],
])('month: %s', (_, at, date, zone, expected) => {
  expect(endOf(...november, at, date, zone)).toBe(expected);
});

it.each([
  [
    'to the next weekday of the anchor',
    'week',
    '2026-11-23',
    '2026-11-30',
    '2001-01-03',
    'UTC',
    '2026-12-02T00:00:00Z',
  ],
  [
    'a day to Tokyo, nine hours earlier',
    'day',
    '2026-11-24',
    '2026-11-25',
    '2001-01-01',
    'Asia/Tokyo',
    '2026-11-24T15:00:00Z',
  ],
  [
    'a day to Auckland, eleven hours later',
    'day',
    '2026-11-24',
    '2026-11-25',
    '2001-01-01',
    'Pacific/Auckland',
    '2026-11-25T11:00:00Z',
  ],
  ['a year to the new month and day', 'year', '2026-01-01', '2027-01-01', '2001-04-06', 'UTC', '2027-04-06T00:00:00Z'],
] as const)('%s', (_, span, start, end, date, zone, expected) => {
  expect(endOf(`${start}T00:00:00Z`, `${end}T00:00:00Z`, span, `${start}T12:00:00Z`, date, zone)).toBe(expected);
});

it.each([
  ['a zone of whole hours moves nothing', 'Europe/Berlin', '2026-11-24T13:00:00Z'],
  ['Kathmandu turns a quarter later', 'Asia/Kathmandu', '2026-11-24T13:15:00Z'],
  ['Kolkata turns half an hour later, not earlier', 'Asia/Kolkata', '2026-11-24T13:30:00Z'],
  ['Eucla turns a quarter later, not three quarters earlier', 'Australia/Eucla', '2026-11-24T13:15:00Z'],
])('hour: %s', (_, zone, expected) => {
  expect(
    endOf('2026-11-24T12:00:00Z', '2026-11-24T13:00:00Z', 'hour', '2026-11-24T12:05:00Z', '2001-01-01', zone),
  ).toBe(expected);
});

it('a lifetime has no period to stretch', () => {
  expect(endOf('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z', 'lifetime', '2026-11-02T00:00:00Z', '2001-01-01')).toBe(
    undefined,
  );
});

it('refuses a period that does not hold the moment', () => {
  expect(() => endOf(...november, '2026-12-01T00:00:00Z', '2001-01-01')).toThrow(RangeError);
  expect(() => endOf(...november, '2026-10-31T23:59:59Z', '2001-01-01')).toThrow(RangeError);
});
