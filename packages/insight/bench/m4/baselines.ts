import { mean } from './score.ts';

/** What a method says of the steps to come; without `low` and `high` where it has no intervals. */
interface Said {
  readonly forecast: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
}

/** A method of forecasting hourly values. */
export type Forecaster = (history: readonly number[], horizon: number) => Said;

const day = 24;

/** The last value, for good. */
export const naive: Forecaster = (history, horizon) => repeatLast(history, 1, horizon);

/** The last day again and again. */
export const seasonalNaive: Forecaster = (history, horizon) => repeatLast(history, day, horizon);

/** 95 % intervals from the differences within the history, wider with the square root of the seasons ahead. */
function repeatLast(history: readonly number[], season: number, horizon: number): Said {
  const changes = history.slice(season).map((value, i) => value - history[i]!);
  const deviation = Math.sqrt(mean(changes.map((change) => change ** 2)));
  const forecast = Array.from({ length: horizon }, (_, i) => history[history.length - season + (i % season)]!);
  const half = forecast.map((_, i) => 1.96 * deviation * Math.sqrt(1 + Math.floor(i / season)));
  return { forecast, low: forecast.map((v, i) => v - half[i]!), high: forecast.map((v, i) => v + half[i]!) };
}

/**
 * The Theta method as the M4 competition ran it: V. Assimakopoulos and K. Nikolopoulos, "The theta model", International
 * Journal of Forecasting 16 (2000). Classical multiplicative season of a day, then the mean of the trend line and of simple
 * exponential smoothing of the line with doubled curvature.
 */
export const theta: Forecaster = (history, horizon) => {
  const indices = seasonalIndices(history);
  const plain = history.map((value, i) => value / indices[i % day]!);
  const { at, slope } = trendLine(plain);
  const doubled = plain.map((value, i) => 2 * value - at(i));
  const level = smoothed(doubled);
  const forecast = Array.from({ length: horizon }, (_, i) => {
    const line = at(history.length - 1) + slope * (i + 1);
    return Math.max(0, ((line + level) / 2) * indices[(history.length + i) % day]!);
  });
  return { forecast };
};

function seasonalIndices(values: readonly number[]): number[] {
  const ratios: number[][] = Array.from({ length: day }, () => []);
  for (let i = day / 2; i < values.length - day / 2; i++) {
    const around = values.slice(i - day / 2, i + day / 2 + 1);
    const ends = (around[0]! + around[day]!) / 2;
    const moving = (around.slice(1, day).reduce((sum, value) => sum + value, 0) + ends) / day;
    ratios[i % day]!.push(values[i]! / moving);
  }
  const means = ratios.map(mean);
  return means.map((ratio) => ratio / mean(means));
}

function trendLine(values: readonly number[]): { at: (i: number) => number; slope: number } {
  const middle = (values.length - 1) / 2;
  const centre = mean(values);
  const up = values.reduce((sum, value, i) => sum + (i - middle) * (value - centre), 0);
  const across = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const slope = up / across;
  return { at: (i) => centre + slope * (i - middle), slope };
}

/** Last level of simple exponential smoothing with the weight, of 0.01 … 0.99, that had the least squared errors. */
function smoothed(values: readonly number[]): number {
  let best = { squares: Number.POSITIVE_INFINITY, level: 0 };
  for (let weight = 0.01; weight < 1; weight += 0.01) {
    let level = values[0]!;
    let squares = 0;
    for (const value of values) {
      squares += (value - level) ** 2;
      level += weight * (value - level);
    }
    if (squares < best.squares) best = { squares, level };
  }
  return best.level;
}
