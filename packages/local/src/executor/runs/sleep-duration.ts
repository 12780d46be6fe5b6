const unitMs = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;
const longestMs = 366 * unitMs.d;

/**
 * Milliseconds of a `Sleep` as the SDK writes it: whole units (`1h30m`), an ISO date, or nothing for no sleep.
 *
 * @throws RangeError for a text that is neither, or more than 366 days
 */
export function sleepDurationMs(text: string, nowMs: number): number {
  if (text === '') return 0;
  const ms = /^(\d+[wdhms])+$/.test(text)
    ? [...text.matchAll(/(\d+)([wdhms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * unitMs[unit as 's'], 0)
    : Date.parse(text) - nowMs;
  if (Number.isNaN(ms)) throw new RangeError(`"${text}" is no duration to sleep`);
  if (ms > longestMs) throw new RangeError(`a sleep of ${text} is longer than 366 days`);
  return Math.max(ms, 0);
}
