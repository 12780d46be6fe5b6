import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import type { Anchor } from './anchor.ts';
import { type CalendarSpan, calendarPeriod } from './calendar-period.ts';
import type { Period } from './period.ts';
import { runningPeriod } from './running-period.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Pacific/Kwajalein',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/St_Johns',
  'America/Caracas',
  'Asia/Pyongyang',
  'Africa/Monrovia',
];
const hourMs = 3_600_000;
const [earliestMs, latestMs] = [Date.UTC(1960, 0, 1), Date.UTC(2060, 0, 1)];

/** The moments at which the zones set their clocks: random ones would seldom meet them. */
const clockSets = zones.flatMap((zone) => {
  const found: number[] = [];
  let at: Temporal.ZonedDateTime | null = instant(earliestMs).toZonedDateTimeISO(zone);
  while (at && at.epochMilliseconds < latestMs) {
    at = at.getTimeZoneTransition('next');
    if (at) found.push(at.epochMilliseconds);
  }
  return found;
});

const moment = fc.oneof(
  fc.integer({ min: earliestMs, max: latestMs }),
  fc.tuple(fc.constantFrom(...clockSets), fc.integer({ min: -26 * hourMs, max: 26 * hourMs })).map(([a, b]) => a + b),
  fc.constantFrom(...clockSets),
);
const date = fc
  .integer({ min: Date.UTC(1999, 0, 1), max: Date.UTC(2028, 11, 31) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));
const anchor: fc.Arbitrary<Anchor> = fc.record({
  date: fc.oneof(date, fc.constantFrom('2024-02-29', '2001-01-31')),
  zone: fc.constantFrom(...zones),
});
const span = fc.constantFrom('hour', 'day', 'week', 'month', 'year' as const);

function instant(ms: number) {
  return Temporal.Instant.fromEpochMilliseconds(ms);
}
const periodAt = (ms: number, of: CalendarSpan, from: Anchor) => msOf(calendarPeriod(instant(ms), of, from) as Period);
const msOf = ({ start, end }: Period) => ({ start: start.epochMilliseconds, end: end.epochMilliseconds });

it('a period holds its moment, and so do its neighbours theirs, without gap or overlap', () => {
  fc.assert(
    fc.property(moment, span, anchor, (at, of, from) => {
      const { start, end } = periodAt(at, of, from);
      expect(start).toBeLessThanOrEqual(at);
      expect(at).toBeLessThan(end);
      expect(periodAt(end, of, from).start).toBe(end);
      expect(periodAt(start - 1, of, from).end).toBe(start);
    }),
    { numRuns: 3_000 },
  );
});

it('any moment of a period gives that period', () => {
  fc.assert(
    fc.property(moment, span, anchor, fc.double({ min: 0, max: 1, noNaN: true }), (at, of, from, share) => {
      const period = periodAt(at, of, from);
      const { start, end } = period;
      for (const inside of [start, end - 1, start + Math.floor((end - 1 - start) * share)]) {
        expect(periodAt(inside, of, from)).toEqual(period);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('every period but an hour starts at the first moment of a local day; weeks on the weekday of the anchor', () => {
  fc.assert(
    fc.property(moment, fc.constantFrom('day', 'week', 'month', 'year'), anchor, (at, of, from) => {
      const start = instant(periodAt(at, of, from).start).toZonedDateTimeISO(from.zone);
      expect(start.startOfDay().equals(start)).toBe(true);
      // Where a day is left out, its period starts on the next.
      const skipped = start.subtract({ hours: 1 }).toPlainDate().until(start.toPlainDate()).days > 1;
      const anchored = Temporal.PlainDate.from(from.date);
      if (of === 'week' && !skipped) expect(start.dayOfWeek).toBe(anchored.dayOfWeek);
      if (of === 'year' && !skipped) expect(start.month).toBe(anchored.month);
    }),
    { numRuns: 1_000 },
  );
});

const movedByMs = { hour: hourMs / 2, day: 12 * hourMs, week: 26 * hourMs, month: 26 * hourMs, year: 26 * hourMs };
const longestMs = { hour: 2, day: 49, week: 8 * 24, month: 32 * 24, year: 367 * 24 };

it('a move of anchor or zone keeps the start and stretches to a turn of the new calendar, at most one span more', () => {
  fc.assert(
    fc.property(moment, span, anchor, anchor, (at, of, from, to) => {
      const before = periodAt(at, of, from);
      const running = { start: instant(before.start), end: instant(before.end) };
      const moved = msOf(runningPeriod(running, of, instant(at), to) as Period);
      expect(moved.start).toBe(before.start);
      expect(at).toBeLessThan(moved.end);
      // No refill comes earlier than promised by more than the move of one turn, none a whole span later.
      expect(moved.end).toBeGreaterThan(before.end - movedByMs[of] - 1);
      expect(moved.end).toBeLessThanOrEqual(before.end + longestMs[of] * hourMs);
      if (moved.end !== before.end) expect(periodAt(moved.end, of, to).start).toBe(moved.end);
    }),
    { numRuns: 3_000 },
  );
});

it('a move to the same anchor and zone moves nothing', () => {
  fc.assert(
    fc.property(moment, span, anchor, (at, of, from) => {
      const before = periodAt(at, of, from);
      const running = { start: instant(before.start), end: instant(before.end) };
      expect(msOf(runningPeriod(running, of, instant(at), from) as Period)).toEqual(before);
    }),
    { numRuns: 2_000 },
  );
});
