import type { Forecast } from '../forecast/forecast.ts';
import { InvalidSeriesError } from '../series.ts';
import { probabilityOf, totalsUntil } from './total.ts';

/** When a limit is reached. */
export interface DaysUntil {
  /** Days from the start of the forecast until it is as likely as not; null where that isn't before the end. */
  readonly medianDays: number | null;
  /** Days until the probability is 10 % and 90 %; null where that isn't before the end. */
  readonly within80: readonly [early: number | null, late: number | null];
  /** Probability, 0 … 1, that the limit is reached before the end. */
  readonly probability: number;
  /** Days from the start of the forecast to the end that is looked at. */
  readonly daysToEnd: number;
  readonly basis: string;
}

const dayMs = 86_400_000;

/**
 * Says when what was used plus what is to come reaches a limit.
 *
 * @param limit an amount of 0 and more.
 * @param facts.used what was used of it at the start of the forecast, 0 and more.
 * @param facts.forecast of the same meter, from now on.
 * @param facts.endMs when the period ends and counting starts anew, in ms since 1970. The end of the forecast where left out or
 * later than that.
 * @throws InvalidSeriesError where limit or used is negative or not finite.
 */
export function daysUntil(limit: number, facts: { used: number; forecast: Forecast; endMs?: number }): DaysUntil {
  const { used, forecast } = facts;
  const { points, stepMs, outlook, basis } = forecast;
  checkAmounts({ limit, used });
  const nowMs = points[0]!.startMs;
  const forecastEndMs = points.at(-1)!.startMs + stepMs;
  const endMs = Math.max(nowMs, Math.min(facts.endMs ?? forecastEndMs, forecastEndMs));
  const daysToEnd = (endMs - nowMs) / dayMs;
  if (used >= limit) return { medianDays: 0, within80: [0, 0], probability: 1, daysToEnd, basis };

  const path = [{ days: 0, probability: 0 }];
  for (const total of totalsUntil(forecast, endMs)) {
    const before = path.at(-1)!.probability;
    // What was reached stays reached: a wider spread further ahead takes nothing back.
    const probability = Math.max(before, probabilityOf(limit - used, total, outlook.freedom));
    path.push({ days: (total.endMs - nowMs) / dayMs, probability });
  }
  const daysTo = (probability: number) => {
    const after = path.findIndex((at) => at.probability >= probability);
    if (after < 0) return null;
    const [a, b] = [path[after - 1]!, path[after]!];
    return a.days + ((probability - a.probability) / (b.probability - a.probability)) * (b.days - a.days);
  };
  return {
    medianDays: daysTo(0.5),
    within80: [daysTo(0.1), daysTo(0.9)],
    probability: path.at(-1)!.probability,
    daysToEnd,
    basis,
  };
}

/** @throws InvalidSeriesError where one is negative or not finite. */
export function checkAmounts(amounts: Record<string, number>): void {
  for (const [name, amount] of Object.entries(amounts)) {
    if (!(Number.isFinite(amount) && amount >= 0)) throw new InvalidSeriesError('limit', `${name} is ${amount}.`);
  }
}
