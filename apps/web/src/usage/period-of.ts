import type { PeriodRange } from '@plimsoll/quota';

/** The billing month that is running: that of the first allowance; null where there is none. */
export function periodOf({ meters }: { meters: Record<string, { period: PeriodRange | null }> }): PeriodRange | null {
  return Object.values(meters).find(({ period }) => period !== null)?.period ?? null;
}
