import { Temporal } from 'temporal-polyfill';
import type { Anchor } from './anchor.ts';
import { localHour } from './local-hour.ts';
import type { Period } from './period.ts';

/** The catalog's spans, spelled out again as the calendar knows no catalog; a test holds the two together. */
export type CalendarSpan = 'hour' | 'day' | 'week' | 'month' | 'year' | 'lifetime';

/**
 * The period that holds `at`. Periods of one span and anchor follow each other without gap or overlap, and none is empty.
 *
 * `hour` turns on the local clock's full hours ({@link localHour}). The others turn at the start of a local day: midnight,
 * or the first moment of the day where there is no midnight; a day that the zone leaves out starts with the next one.
 * `week` starts on the anchor's weekday, `month` on its day, or the month's last where that is shorter, `year` on its month
 * and day, 29 February on the 28th in common years.
 * @returns null for `lifetime`: it has no start and no end.
 * @throws RangeError where the anchor's date or zone is none.
 */
export function calendarPeriod(at: Temporal.Instant, span: CalendarSpan, anchor: Anchor): Period | null {
  switch (span) {
    case 'lifetime':
      return null;
    case 'hour':
      return localHour(at, anchor.zone);
    case 'day':
    case 'week':
    case 'month':
    case 'year':
      return periodOfDays(at, span, anchor);
    default:
      span satisfies never;
      throw new RangeError(`'${span}' is not a calendar's span.`);
  }
}

type SpanOfDays = Exclude<CalendarSpan, 'hour' | 'lifetime'>;

function periodOfDays(at: Temporal.Instant, span: SpanOfDays, { date, zone }: Anchor): Period {
  const today = at.toZonedDateTimeISO(zone).toPlainDate();
  const anchor = Temporal.PlainDate.from(date);
  const turn = (spans: number) => startOf(firstDay(today, span, anchor, spans), zone);
  // The first guess is right or one off: before its turn, or in a day that a zone repeats.
  let spans = 0;
  let start = turn(spans);
  while (isAfter(start, at)) start = turn(--spans);
  let end = turn(++spans);
  while (!isAfter(end, at)) {
    start = end;
    end = turn(++spans);
  }
  return { start, end };
}

/** On which date the period begins that stands `spans` away from the one of `today`'s week, month or year. */
function firstDay(today: Temporal.PlainDate, span: SpanOfDays, anchor: Temporal.PlainDate, spans: number) {
  switch (span) {
    case 'day':
      return today.add({ days: spans });
    case 'week':
      return today.add({ days: 7 * spans - ((today.dayOfWeek - anchor.dayOfWeek + 7) % 7) });
    case 'month':
      return today.add({ months: spans }).with({ day: anchor.day });
    case 'year':
      return Temporal.PlainDate.from({ year: today.year + spans, month: anchor.month, day: anchor.day });
    default:
      return span satisfies never;
  }
}

/** A date without a time starts at its first moment, also where there is no midnight. */
const startOf = (day: Temporal.PlainDate, zone: string) => day.toZonedDateTime(zone).toInstant();

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0;
