/**
 * The measures of the M4 competition: S. Makridakis, E. Spiliotis, V. Assimakopoulos, "The M4 Competition: 100,000 time
 * series and 61 forecasting methods", International Journal of Forecasting 36 (2020), section 2 and its competitor's guide.
 */

/** Mean |y(t) - y(t - season)| over the history: what an error is divided by. */
export function seasonalScale(history: readonly number[], season: number): number {
  let sum = 0;
  for (let i = season; i < history.length; i++) sum += Math.abs(history[i]! - history[i - season]!);
  return sum / (history.length - season);
}

/** Mean absolute scaled error: 1 is as far off as the seasonal naive forecast within the history. */
export function mase(actual: readonly number[], forecast: readonly number[], scale: number): number {
  return mean(actual.map((y, i) => Math.abs(y - forecast[i]!))) / scale;
}

/** Symmetric mean absolute percentage error, 0 … 200 %. */
export function smape(actual: readonly number[], forecast: readonly number[]): number {
  return 100 * mean(actual.map((y, i) => (2 * Math.abs(y - forecast[i]!)) / (Math.abs(y) + Math.abs(forecast[i]!))));
}

/** Mean scaled interval score of intervals that miss with probability `alpha`: their width, and 2/alpha of each miss's distance. */
export function msis(
  actual: readonly number[],
  low: readonly number[],
  high: readonly number[],
  scale: number,
  alpha = 0.05,
): number {
  const costs = actual.map((y, i) => {
    const missed = Math.max(low[i]! - y, 0) + Math.max(y - high[i]!, 0);
    return high[i]! - low[i]! + (2 / alpha) * missed;
  });
  return mean(costs) / scale;
}

/** Share of the actual values within their intervals, 0 … 1. */
export function coverage(actual: readonly number[], low: readonly number[], high: readonly number[]): number {
  return mean(actual.map((y, i) => (y >= low[i]! && y <= high[i]! ? 1 : 0)));
}

/** Arithmetic mean; NaN where there is nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
