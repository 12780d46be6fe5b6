import { Temporal } from 'temporal-polyfill';
import type { Period } from './period.ts';

const hourMs = 3_600_000;

/**
 * The hour of the local clock that holds `at`. Hours turn whenever the clock shows a full hour or jumps over one:
 * - an hour that repeats is two hours, each with its own start: after 02:59 the clock shows 02:00 again, and that turns;
 * - an hour left out is none: the one before ends where the clock jumps;
 * - a clock set by less than an hour makes one hour longer or shorter: on Lord Howe the hour from 01:00 lasts 90 minutes
 *   when 01:30 to 02:00 repeats, and the one from 02:30 to 03:00 lasts 30 when the clock jumps from 02:00.
 */
export function localHour(at: Temporal.Instant, zone: string): Period {
  // Clocks are set at whole milliseconds, so what `at` has beyond them is of no weight.
  const atMs = at.epochMilliseconds;
  const instant = Temporal.Instant.fromEpochMilliseconds;
  return { start: instant(startMs(atMs, zone)), end: instant(endMs(atMs, zone)) };
}

function startMs(atMs: number, zone: string): number {
  const start = fullHourMs(atMs, offsetMs(atMs, zone));
  const setMs = clockSetMs(start, atMs, zone);
  if (setMs === null) return start;
  return isTurn(setMs, zone) ? setMs : startMs(setMs - 1, zone);
}

function endMs(atMs: number, zone: string): number {
  const end = fullHourMs(atMs, offsetMs(atMs, zone)) + hourMs;
  const setMs = clockSetMs(atMs, end, zone, 'next');
  if (setMs === null) return end;
  return isTurn(setMs, zone) ? setMs : endMs(setMs, zone);
}

/** Whether the clock that is set at `atMs` shows a full hour then, or has jumped over one. */
function isTurn(atMs: number, zone: string): boolean {
  const full = fullHourMs(atMs, offsetMs(atMs, zone));
  const before = offsetMs(atMs - 1, zone);
  return full === atMs || full + offsetMs(atMs, zone) >= atMs + before;
}

/** The last full hour of a clock that is `offset` ahead of UTC, if it was never set. */
function fullHourMs(atMs: number, offset: number): number {
  return Math.floor((atMs + offset) / hourMs) * hourMs - offset;
}

/** When the clock was set in `(fromMs, toMs]`, at most an hour: the last time, or the first (`next`); null: not at all. */
function clockSetMs(fromMs: number, toMs: number, zone: string, side: 'next' | 'previous' = 'previous'): number | null {
  // No zone sets its clock twice within an hour, and to ask for offsets is quicker than to look for the moment.
  if (offsetMs(fromMs, zone) === offsetMs(toMs, zone)) return null;
  const edge = local(side === 'next' ? fromMs : toMs + 1, zone).getTimeZoneTransition(side);
  return edge?.epochMilliseconds ?? null;
}

const local = (atMs: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);

const offsetMs = (atMs: number, zone: string) => local(atMs, zone).offsetNanoseconds / 1e6;
