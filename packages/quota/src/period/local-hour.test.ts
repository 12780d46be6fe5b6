import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { localHour } from './local-hour.ts';

/** Local starts of the hours from `from` on, with their lengths in minutes. */
function hoursFrom(from: string, count: number, zone: string) {
  const hours: string[] = [];
  for (let at = Temporal.Instant.from(from); hours.length < count; ) {
    const { start, end } = localHour(at, zone);
    const clock = start.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
    hours.push(`${clock} ${start.until(end).total('minutes')}`);
    at = end;
  }
  return hours;
}

it.each([
  ['Berlin jumps', '2026-03-29T00:30:00Z', 'Europe/Berlin', ['01:00 60', '03:00 60', '04:00 60']],
  ['Berlin repeats 02:00', '2026-10-24T23:30:00Z', 'Europe/Berlin', ['01:00 60', '02:00 60', '02:00 60', '03:00 60']],
  ['New York jumps', '2026-03-08T06:30:00Z', 'America/New_York', ['01:00 60', '03:00 60']],
  [
    'New York repeats 01:00',
    '2026-11-01T04:00:00Z',
    'America/New_York',
    ['00:00 60', '01:00 60', '01:00 60', '02:00 60'],
  ],
  ['Lord Howe jumps half an hour', '2026-10-03T15:00:00Z', 'Australia/Lord_Howe', ['01:00 60', '02:30 30', '03:00 60']],
  [
    'Lord Howe repeats half an hour',
    '2026-04-04T14:15:00Z',
    'Australia/Lord_Howe',
    ['01:00 90', '02:00 60', '03:00 60'],
  ],
  ['Kathmandu is at 5:45', '2026-11-24T12:20:00Z', 'Asia/Kathmandu', ['18:00 60', '19:00 60']],
  ['Sao Paulo skips midnight', '2017-10-15T02:30:00Z', 'America/Sao_Paulo', ['23:00 60', '01:00 60']],
  ['Apia leaves a day out', '2011-12-30T09:30:00Z', 'Pacific/Apia', ['23:00 60', '00:00 60']],
  // 00:01 became 23:01: midnight came twice, 61 minutes apart.
  [
    'St. John’s goes back past midnight',
    '2010-11-07T02:00:00Z',
    'America/St_Johns',
    ['23:00 60', '00:00 60', '00:00 60'],
  ],
  ['Caracas jumps half an hour', '2016-05-01T06:10:00Z', 'America/Caracas', ['01:00 60', '02:00 30', '03:00 60']],
])('%s', (_, from, zone, expected) => {
  expect(hoursFrom(from, expected.length, zone)).toEqual(expected);
});

it.each(['2026-04-04T14:00:00Z', '2026-04-04T14:59:59.999999999Z', '2026-04-04T15:00:00Z', '2026-04-04T15:29:59Z'])(
  'the hour that half repeats is the same one before and after its clock is set: %s',
  (at) => {
    const { start, end } = localHour(Temporal.Instant.from(at), 'Australia/Lord_Howe');
    expect(`${start} ${end}`).toBe('2026-04-04T14:00:00Z 2026-04-04T15:30:00Z');
  },
);
