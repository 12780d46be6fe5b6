import type { Forecast } from '../forecast/forecast.ts';
import { studentBelow } from '../student-t.ts';

/** What is used from the start of a forecast on, until some time. */
export interface Total {
  readonly mean: number;
  readonly deviation: number;
}

const nothing: Total = { mean: 0, deviation: 0 };

/**
 * Sums the steps of a forecast, one more with each total. A step that ends after `untilMs` counts by its share.
 *
 * Errors of the steps hang together by the correlation that the trial forecasts showed: the variance of a sum is
 * (1 - r) Σ s² + r (Σ s)².
 *
 * @returns one total for each step that begins before `untilMs`, with when it is reached.
 */
export function totalsUntil(forecast: Forecast, untilMs: number): (Total & { endMs: number })[] {
  const { points, stepMs, outlook } = forecast;
  const { centre, spread, correlation } = outlook;
  let mean = 0;
  let squares = 0;
  let sum = 0;
  return points
    .filter(({ startMs }) => startMs < untilMs)
    .map((point, i) => {
      const share = Math.min(1, (untilMs - point.startMs) / stepMs);
      const deviation = share * Math.sqrt(4 * centre[i]! ** 2 * spread[i]! ** 2 + 2 * spread[i]! ** 4);
      mean += share * point.mean;
      squares += deviation ** 2;
      sum += deviation;
      return {
        mean,
        deviation: Math.sqrt((1 - correlation) * squares + correlation * sum ** 2),
        endMs: point.startMs + share * stepMs,
      };
    });
}

/** The total at `untilMs`, or at the end of the forecast where that is sooner. */
export function totalAt(forecast: Forecast, untilMs: number): Total {
  return totalsUntil(forecast, untilMs).at(-1) ?? nothing;
}

/** Probability that a total is `amount` (0 and more) or above, and not nothing: Student's distribution of its square root, as in the forecast. */
export function probabilityOf(amount: number, { mean, deviation }: Total, freedom: number): number {
  if (mean === 0) return 0;
  if (amount === 0) return 1;
  const spread = deviation / (2 * Math.sqrt(mean));
  const centre = Math.sqrt(Math.max(0, mean - spread ** 2));
  if (spread === 0) return centre ** 2 >= amount ? 1 : 0;
  return 1 - studentBelow((Math.sqrt(amount) - centre) / spread, freedom);
}
