const minuteMs = 60_000;
const tableMs = [0.25, 0.5, 1, 2, 5, 10, 20, 40, 60, 120].map((minutes) => minutes * minuteMs);
const jitterMs = 30_000;

/**
 * Inngest's own waits between tries: 15 s, 30 s, 1, 2, 5, 10, 20, 40 min, 1 h, 2 h, and up to 30 s of jitter.
 *
 * @param attempt index of the failed try, 0 for the first
 * @param random in [0, 1)
 */
export function inngestRetryDelayMs(attempt: number, random: () => number = Math.random): number {
  return tableMs[Math.min(attempt, tableMs.length - 1)]! + Math.floor(random() * jitterMs);
}
