import { calendarSeasons } from './seasons.ts';
import { checkSeries, type Series } from './series.ts';

/** Where usage is heading. */
export interface Trend {
  readonly trend: 'rising' | 'falling' | 'steady';
  /** Probability, 0.5 … 1, that it isn't by chance that more days rose than fell (or the other way round). */
  readonly probability: number;
  /** Median change in a week, as a share of the mean day: 0.1 is ten per cent more. 0 where too little is known. */
  readonly changePerWeek: number;
}

/** Eight weeks: what was before says little about where it is heading. */
const lately = 56;
const sure = 0.95;
const worthSaying = 0.02;

/**
 * Says whether the days of the last eight weeks rise or fall, each weekday compared with itself.
 *
 * Seasonal Mann-Kendall test and slope: R. M. Hirsch, J. R. Slack, R. A. Smith, "Techniques of trend analysis for monthly water
 * quality data", Water Resources Research 18 (1982). A trend is said where it is 95 % sure and at least 2 % a week.
 *
 * @param series of steps of a day or less (longer ones are compared as they are). Days of which less than half is known are left
 * out. With fewer than four days it is steady.
 * @throws InvalidSeriesError on a negative or infinite value.
 */
export function trendOf(series: Series): Trend {
  checkSeries(series);
  const days = dailyMeans(series).slice(-lately);
  const season = days.length >= 14 ? 7 : 1;
  const slopes: number[] = [];
  let balance = 0;
  let variance = 0;
  for (let slot = 0; slot < season; slot++) {
    const slotDays = days
      .map((value, at) => ({ value, at }))
      .filter(({ value, at }) => at % season === slot && value !== null);
    const n = slotDays.length;
    slotDays.forEach((b, j) => {
      for (const a of slotDays.slice(0, j)) {
        balance += Math.sign(b.value! - a.value!);
        slopes.push((b.value! - a.value!) / (b.at - a.at));
      }
    });
    variance += (n * (n - 1) * (2 * n + 5) - tiesOf(slotDays.map(({ value }) => value!))) / 18;
  }
  const known = days.filter((value) => value !== null);
  const level = known.reduce((sum, value) => sum + value, 0) / known.length;
  if (slopes.length < 6 || variance <= 0) return { trend: 'steady', probability: 0.5, changePerWeek: 0 };
  const probability = normalBelow(Math.max(0, Math.abs(balance) - 1) / Math.sqrt(variance));
  const changePerWeek = (7 * median(slopes)) / level;
  const isTrend = probability >= sure && Math.abs(changePerWeek) >= worthSaying;
  return { trend: isTrend ? (balance > 0 ? 'rising' : 'falling') : 'steady', probability, changePerWeek };
}

function dailyMeans({ values, stepMs }: Series): (number | null)[] {
  const steps = calendarSeasons(stepMs).day || 1;
  return Array.from({ length: Math.floor(values.length / steps) }, (_, day) => {
    // Whole days are counted from the end: the last is the one that matters.
    const to = values.length - (Math.floor(values.length / steps) - 1 - day) * steps;
    const known = values.slice(to - steps, to).filter((value) => value !== null);
    return 2 * known.length < steps ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

/** What equal values take from the variance: Σ t (t - 1) (2 t + 5) over groups of t equal ones. */
function tiesOf(values: readonly number[]): number {
  const groups = Map.groupBy(values, (value) => value);
  return [...groups.values()].reduce((sum, { length: t }) => sum + t * (t - 1) * (2 * t + 5), 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** P(Z ≤ z) of the standard normal distribution for z of 0 and more: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const sum = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduceRight((s, c) => (s + c) * t, 0);
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
