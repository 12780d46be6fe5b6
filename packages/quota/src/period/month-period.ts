import { Temporal } from 'temporal-polyfill';

/** When a tenant's months turn. */
export type Anchor = {
  /** Billing day, 1 … 31; in a shorter month its last day. */
  day: number;
  /** IANA time zone. Periods turn at its start of day, also where daylight saving makes that 01:00. */
  zone: string;
};

/** A half-open interval `[start, end)`. */
export type Period = { start: Temporal.Instant; end: Temporal.Instant };

/** The month that holds `at`, from billing day to billing day. */
export function monthPeriod(at: Temporal.Instant, anchor: Anchor): Period {
  const month = at.toZonedDateTimeISO(anchor.zone).toPlainDate().toPlainYearMonth();
  const turns = [-1, 0, 1, 2].map((months) => turnOf(month.add({ months }), anchor));
  const next = turns.findIndex((turn) => Temporal.Instant.compare(turn, at) > 0);
  return { start: turns[next - 1] as Temporal.Instant, end: turns[next] as Temporal.Instant };
}

/**
 * The period after a change of anchor or zone: the running one keeps its start and stretches to the new anchor, so that
 * there is neither a stub nor a second refill. A turn at most 26 hours (the widest distance of two zones) before the old
 * end counts as the same turn, moved.
 * @param running a period that holds `at`.
 */
export function runningPeriod(running: Period, at: Temporal.Instant, anchor: Anchor): Period {
  const { end: oldEnd, start } = running;
  const earliest = oldEnd.subtract({ hours: 26 });
  const { end } = monthPeriod(earliest, anchor);
  // In the new zone the turn is past already: the period keeps its own, hours away, in place of a whole month more.
  return { start, end: Temporal.Instant.compare(end, at) <= 0 ? oldEnd : end };
}

function turnOf(month: Temporal.PlainYearMonth, { day, zone }: Anchor): Temporal.Instant {
  return month
    .toPlainDate({ day: Math.min(day, month.daysInMonth) })
    .toZonedDateTime(zone)
    .toInstant();
}
