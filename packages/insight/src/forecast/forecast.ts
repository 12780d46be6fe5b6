import { askedSeasons, findSeasons } from '../seasons.ts';
import { checkSeries, InvalidSeriesError, type Series } from '../series.ts';
import { studentQuantile } from '../student-t.ts';
import { describeBasis } from './describe-basis.ts';
import { findLevelShift, liftToToday } from './level-shift.ts';
import { lookAhead, type Outlook } from './look-ahead.ts';
import { prepareHistory } from './prepare.ts';

/** Amounts between which a step lies with some probability, both 0 or more. */
export type Interval = readonly [low: number, high: number];

/** What to expect of one step. */
export interface ForecastPoint {
  /** When the step begins, in ms since 1970. */
  readonly startMs: number;
  /** Half of what may come is below. */
  readonly median: number;
  /** The mean of what may come: what sums are made of. At least the median. */
  readonly mean: number;
  /** The step lies within with 50, 80 and 95 % probability. Each holds the one before. */
  readonly within50: Interval;
  readonly within80: Interval;
  readonly within95: Interval;
}

/** What is to come, and what that is known from. */
export interface Forecast {
  readonly points: readonly ForecastPoint[];
  /** Length of a step in ms. */
  readonly stepMs: number;
  /** Lengths in ms of what was found (or told) to repeat, short to long. */
  readonly seasonsMs: readonly number[];
  /** Whether less than seven days are known: the intervals are honest, and too wide to plan with. */
  readonly isEarly: boolean;
  /** A sentence on what the forecast rests on. */
  readonly basis: string;
  /** How the points hang together, for sums of them. */
  readonly outlook: Outlook;
}

const weekMs = 7 * 86_400_000;

/**
 * Forecasts amounts of 0 and more from their past.
 *
 * Seven simple methods forecast at up to 14 points of the past. Their mean, weighted by how each did there, is the forecast, and
 * the errors it made there give the intervals (Student's t with as many degrees of freedom as trials less one). All of it on
 * square roots, so that nothing falls below 0 and busy hours have wider intervals. After a level shift in the last week
 * what was before it is taken at today's level; later the methods that forget fast have taken it up.
 *
 * @param series at least one known value.
 * @param options.horizon how many steps to look ahead, a whole number of 1 and more.
 * @param options.seasonality lengths in ms of what repeats, at most two, whole numbers of steps; `[]` for nothing. Where left
 * out, days and weeks are looked for.
 * @throws InvalidSeriesError on a negative or infinite value, on no known value, and on a horizon or season that can't be.
 */
export function forecast(series: Series, options: { horizon: number; seasonality?: readonly number[] }): Forecast {
  checkSeries(series);
  const { horizon, seasonality } = options;
  const { stepMs } = series;
  if (!(Number.isInteger(horizon) && horizon >= 1)) throw new InvalidSeriesError('horizon', `horizon is ${horizon}.`);
  const history = prepareHistory(series);
  if (history.count === 0) throw new InvalidSeriesError('empty', 'No value of the series is known.');
  const wanted = seasonality ? askedSeasons(seasonality, stepMs) : findSeasons(history.roots, stepMs);
  const seasons = wanted.filter((season) => history.roots.length >= 2 * season);
  const shift = findLevelShift(history.roots, stepMs);
  const roots = shift ? liftToToday(history.roots, shift, stepMs) : history.roots;
  const outlook = lookAhead({ ...history, roots }, seasons, horizon);
  const endMs = series.startMs + series.values.length * stepMs;
  const seasonsMs = seasons.map((season) => season * stepMs);
  const isEarly = history.roots.length * stepMs < weekMs;
  const points = history.roots.some((root) => root > 0)
    ? pointsOf(outlook, endMs, stepMs)
    : pointsOfNothing(history.count, horizon, endMs, stepMs);
  const basis = describeBasis({ knownMs: history.count * stepMs, isEarly, seasonsMs, trials: outlook.trials, shift });
  return { points, stepMs, seasonsMs, isEarly, basis, outlook };
}

function pointsOf({ centre, spread, freedom }: Outlook, endMs: number, stepMs: number): ForecastPoint[] {
  const [half, most, nearlyAll] = [0.75, 0.9, 0.975].map((share) => studentQuantile(share, freedom)) as [
    number,
    number,
    number,
  ];
  return Array.from(centre, (root, i) => {
    const deviation = spread[i]!;
    const within = (factor: number): Interval => [
      Math.max(root - factor * deviation, 0) ** 2,
      (root + factor * deviation) ** 2,
    ];
    return {
      startMs: endMs + i * stepMs,
      median: root ** 2,
      mean: root ** 2 + deviation ** 2,
      within50: within(half),
      within80: within(most),
      within95: within(nearlyAll),
    };
  });
}

/**
 * Nothing was used at all: at each probability the largest rate that would show nothing in so many steps, -ln(1 - p) / n (for
 * 95 % the "rule of three").
 */
function pointsOfNothing(count: number, horizon: number, endMs: number, stepMs: number): ForecastPoint[] {
  const within = (share: number): Interval => [0, -Math.log(1 - share) / count];
  return Array.from({ length: horizon }, (_, i) => ({
    startMs: endMs + i * stepMs,
    median: 0,
    mean: 0,
    within50: within(0.5),
    within80: within(0.8),
    within95: within(0.95),
  }));
}
