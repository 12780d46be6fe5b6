import { Temporal } from 'temporal-polyfill';
import type { Anchor } from './anchor.ts';
import { type CalendarSpan, calendarPeriod } from './calendar-period.ts';
import type { Period } from './period.ts';

/**
 * How many minutes before the old end a turn of the new calendar still counts as the old turn, moved: 26 hours are the
 * widest distance of two zones; of an hour or a day never more than half, so that none shrinks to a stub.
 */
const movedByMinutes = { hour: 30, day: 12 * 60, week: 26 * 60, month: 26 * 60, year: 26 * 60 };

/**
 * The period after a change of anchor or zone: the running one keeps its start and stretches to the new calendar's next
 * turn, so that there is neither a stub nor a second refill. Without a change it is the same period again.
 * @param running a period that holds `at`.
 * @returns null for `lifetime`.
 * @throws RangeError where `running` doesn't hold `at`, or the anchor's date or zone is none.
 */
export function runningPeriod(
  running: Period,
  span: CalendarSpan,
  at: Temporal.Instant,
  anchor: Anchor,
): Period | null {
  const { start, end: oldEnd } = running;
  if (Temporal.Instant.compare(at, start) < 0 || Temporal.Instant.compare(at, oldEnd) >= 0) {
    throw new RangeError(`The period from ${start} to ${oldEnd} doesn't hold ${at}.`);
  }
  if (span === 'lifetime') return null;
  const next = calendarPeriod(oldEnd.subtract({ minutes: movedByMinutes[span] }), span, anchor);
  // In the new zone the turn is past already: the period keeps its own, hours away, in place of a whole span more.
  return { start, end: next && Temporal.Instant.compare(next.end, at) > 0 ? next.end : oldEnd };
}
