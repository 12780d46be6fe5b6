import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import type { CalendarSpan as CatalogSpan } from '../catalog/meter.ts';
import { type CalendarSpan, calendarPeriod } from './calendar-period.ts';

const spans: CatalogSpan[] = ['hour', 'day', 'week', 'month', 'year', 'lifetime'] satisfies CalendarSpan[];

const periodAt = (at: string, span: CalendarSpan, date = '2001-01-01', zone = 'UTC') => {
  const period = calendarPeriod(Temporal.Instant.from(at), span, { date, zone });
  return period && `${period.start} ${period.end}`;
};

it('every span of the catalog is a span of the calendar', () => {
  const isSame: CalendarSpan extends CatalogSpan ? true : false = true;
  expect(isSame).toBe(true);
  expect(spans.map((span) => periodAt('2026-11-24T12:00:00Z', span) === null)).toEqual(
    spans.map((span) => span === 'lifetime'),
  );
});

it.each([
  ['it starts with its day', '2026-12-01T00:00:00Z', '2001-01-01', 'UTC', '2026-12-01T00:00:00Z 2027-01-01T00:00:00Z'],
  [
    'a nanosecond before its end',
    '2026-11-30T23:59:59.999999999Z',
    '2001-01-01',
    'UTC',
    '2026-11-01T00:00:00Z 2026-12-01T00:00:00Z',
  ],
  ['the 31st in February', '2026-02-15T00:00:00Z', '2001-01-31', 'UTC', '2026-01-31T00:00:00Z 2026-02-28T00:00:00Z'],
  ['the 31st after it', '2026-03-01T00:00:00Z', '2001-01-31', 'UTC', '2026-02-28T00:00:00Z 2026-03-31T00:00:00Z'],
  ['the 31st in April', '2026-04-30T00:00:00Z', '2001-01-31', 'UTC', '2026-04-30T00:00:00Z 2026-05-31T00:00:00Z'],
  ['leap February', '2028-02-29T12:00:00Z', '2001-01-30', 'UTC', '2028-02-29T00:00:00Z 2028-03-30T00:00:00Z'],
  ['no leap in 2100', '2100-02-28T12:00:00Z', '2001-01-29', 'UTC', '2100-02-28T00:00:00Z 2100-03-29T00:00:00Z'],
  ['over new year', '2026-01-03T00:00:00Z', '2001-01-15', 'UTC', '2025-12-15T00:00:00Z 2026-01-15T00:00:00Z'],
  [
    'clocks forward',
    '2026-03-29T12:00:00Z',
    '2001-01-29',
    'Europe/Berlin',
    '2026-03-28T23:00:00Z 2026-04-28T22:00:00Z',
  ],
  ['clocks back', '2026-10-26T12:00:00Z', '2001-01-25', 'Europe/Berlin', '2026-10-24T22:00:00Z 2026-11-24T23:00:00Z'],
  [
    'a midnight that is skipped',
    '2017-10-20T00:00:00Z',
    '2001-01-15',
    'America/Sao_Paulo',
    '2017-10-15T03:00:00Z 2017-11-15T02:00:00Z',
  ],
  [
    'a day that is left out',
    '2011-12-30T12:00:00Z',
    '2001-01-30',
    'Pacific/Apia',
    '2011-12-30T10:00:00Z 2012-01-29T10:00:00Z',
  ],
])('month: %s', (_, at, date, zone, expected) => {
  expect(periodAt(at, 'month', date, zone)).toBe(expected);
});

it.each([
  ['29 February', '2027-06-01T00:00:00Z', '2024-02-29', '2027-02-28T00:00:00Z 2028-02-29T00:00:00Z'],
  ['29 February, the last hour', '2028-02-28T23:00:00Z', '2024-02-29', '2027-02-28T00:00:00Z 2028-02-29T00:00:00Z'],
  ['29 February in its year', '2028-02-29T00:00:00Z', '2024-02-29', '2028-02-29T00:00:00Z 2029-02-28T00:00:00Z'],
  ['1 March after a leap day', '2028-02-29T23:00:00Z', '2001-03-01', '2027-03-01T00:00:00Z 2028-03-01T00:00:00Z'],
  ['before the day of this year', '2026-04-05T00:00:00Z', '2030-04-06', '2025-04-06T00:00:00Z 2026-04-06T00:00:00Z'],
])('year: %s', (_, at, date, expected) => {
  expect(periodAt(at, 'year', date)).toBe(expected);
});

it.each([
  [
    'a Tuesday from Monday on',
    '2026-11-24T12:00:00Z',
    '2001-01-01',
    'UTC',
    '2026-11-23T00:00:00Z 2026-11-30T00:00:00Z',
  ],
  [
    'a Tuesday from Sunday on',
    '2026-11-24T12:00:00Z',
    '2001-01-07',
    'UTC',
    '2026-11-22T00:00:00Z 2026-11-29T00:00:00Z',
  ],
  ['its first moment', '2026-11-25T00:00:00Z', '2001-01-03', 'UTC', '2026-11-25T00:00:00Z 2026-12-02T00:00:00Z'],
  [
    'clocks forward',
    '2026-03-29T12:00:00Z',
    '2001-01-01',
    'Europe/Berlin',
    '2026-03-22T23:00:00Z 2026-03-29T22:00:00Z',
  ],
  [
    'clocks back',
    '2026-11-01T12:00:00Z',
    '2001-01-07',
    'America/New_York',
    '2026-11-01T04:00:00Z 2026-11-08T05:00:00Z',
  ],
  [
    'the Friday left out',
    '2011-12-30T09:00:00Z',
    '2001-01-05',
    'Pacific/Apia',
    '2011-12-23T10:00:00Z 2011-12-30T10:00:00Z',
  ],
])('week: %s', (_, at, date, zone, expected) => {
  expect(periodAt(at, 'week', date, zone)).toBe(expected);
});

it.each([
  ['clocks forward', '2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00Z 2026-03-29T22:00:00Z'],
  ['clocks back', '2026-10-25T12:00:00Z', 'Europe/Berlin', '2026-10-24T22:00:00Z 2026-10-25T23:00:00Z'],
  ['half an hour back', '2026-04-05T00:00:00Z', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z 2026-04-05T13:30:00Z'],
  ['UTC+5:45', '2026-11-24T18:15:00Z', 'Asia/Kathmandu', '2026-11-24T18:15:00Z 2026-11-25T18:15:00Z'],
  ['no midnight', '2017-10-15T03:00:00Z', 'America/Sao_Paulo', '2017-10-15T03:00:00Z 2017-10-16T02:00:00Z'],
  ['before no midnight', '2017-10-15T02:59:59Z', 'America/Sao_Paulo', '2017-10-14T03:00:00Z 2017-10-15T03:00:00Z'],
  ['before the day left out', '2011-12-30T09:59:59Z', 'Pacific/Apia', '2011-12-29T10:00:00Z 2011-12-30T10:00:00Z'],
  ['after the day left out', '2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-30T10:00:00Z 2011-12-31T10:00:00Z'],
  // At 00:01 the clock went back to 23:01: the last hour of Saturday came again, in Sunday's period.
  [
    'a midnight that came twice',
    '2010-11-07T03:00:00Z',
    'America/St_Johns',
    '2010-11-07T02:30:00Z 2010-11-08T03:30:00Z',
  ],
])('day: %s', (_, at, zone, expected) => {
  expect(periodAt(at, 'day', '2001-01-01', zone)).toBe(expected);
});

it.each([
  ['a date that is none', { date: '2001-02-30', zone: 'UTC' }],
  ['a zone that is none', { date: '2001-01-01', zone: 'Europe/Atlantis' }],
])('refuses %s', (_, anchor) => {
  for (const span of ['day', 'month'] as const) {
    expect(() => calendarPeriod(Temporal.Instant.from('2026-01-01T00:00:00Z'), span, anchor)).toThrow(RangeError);
  }
});
