import type { Forecast } from '../forecast/forecast.ts';
import { checkAmounts, daysUntil } from './days-until.ts';
import { totalAt } from './total.ts';

/** How much a day may be used so that a limit lasts. */
export interface DailyBudget {
  /** What is left, by the days that are left: 0 and more. All that is left on the last day. */
  readonly perDay: number;
  /** What the forecast expects a day. */
  readonly expectedPerDay: number;
  /** Probability, 0 … 1, that the limit lasts to the end without anyone keeping to a budget. */
  readonly probability: number;
  readonly basis: string;
}

/**
 * Recommends a daily budget for the rest of a period.
 *
 * @param facts.limit an amount of 0 and more for the whole period.
 * @param facts.used what was used of it at the start of the forecast.
 * @param facts.forecast of the same meter, from now on, to the end of the period at least.
 * @param facts.endMs when the period ends, in ms since 1970.
 * @throws InvalidSeriesError where limit or used is negative or not finite.
 */
export function recommendDailyBudget(facts: {
  limit: number;
  used: number;
  forecast: Forecast;
  endMs: number;
}): DailyBudget {
  const { limit, used, forecast, endMs } = facts;
  checkAmounts({ limit, used });
  const { probability, daysToEnd, basis } = daysUntil(limit, { used, forecast, endMs });
  const days = Math.max(daysToEnd, 1);
  return {
    perDay: Math.max(0, limit - used) / days,
    expectedPerDay: totalAt(forecast, endMs).mean / days,
    probability: 1 - probability,
    basis,
  };
}
