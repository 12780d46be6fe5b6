import { formatSpan, type PeriodRange } from '@plimsoll/quota';

const dayMs = 86_400_000;

/**
 * Day n of m, and how long it is until the period turns. Days are rounded, so that a month in which clocks change keeps
 * its own number of them.
 * @param at the moment that is looked at, ISO 8601.
 */
export function periodDay({ start, end }: PeriodRange, at: string): { value: string; text: string } {
  const days = Math.round((Date.parse(end) - Date.parse(start)) / dayMs);
  const day = Math.min(Math.floor((Date.parse(at) - Date.parse(start)) / dayMs) + 1, days);
  return { value: `Day ${day} of ${days}`, text: `resets in ${formatSpan(Date.parse(end) - Date.parse(at))}` };
}
