import { InvalidSeriesError } from './series.ts';

const dayMs = 86_400_000;

/** How many steps a day and a week have; 0 where that is no whole number of at least two. */
export function calendarSeasons(stepMs: number): { day: number; week: number } {
  const steps = (lengthMs: number) => {
    const count = lengthMs / stepMs;
    return Number.isInteger(count) && count >= 2 ? count : 0;
  };
  return { day: steps(dayMs), week: steps(7 * dayMs) };
}

/**
 * Looks whether days and weeks repeat.
 *
 * A season counts where two of it are known and, around a moving mean of one season, either of two figures is above what noise
 * would show: the share of variance that slot means explain (analysis of variance; noise shows (slots - 1) / (values - 1)), or
 * the correlation with one season earlier (noise shows 0 ± 1 / √pairs), which also sees a pattern that wanders. Above means by
 * four standard errors for days, and for weeks by two as long as there are fewer than eight, then by three.
 *
 * @param values without gaps, on a scale where the spread doesn't grow with the level.
 * @returns season lengths in steps, short to long: none, a day or a week, or both.
 */
export function findSeasons(values: ArrayLike<number>, stepMs: number): number[] {
  const { day, week } = calendarSeasons(stepMs);
  const daily = day > 0 && repeats(values, day, 4);
  const sums = day > 0 ? sumsOf(values, day) : values;
  const weekly =
    week > 0 && values.length >= 2 * week && repeats(sums, week / (day || 1), values.length < 8 * week ? 2 : 3);
  return [...(daily ? [day] : []), ...(weekly ? [week] : [])];
}

/**
 * Turns lengths that were asked for into steps.
 *
 * @throws InvalidSeriesError where there are more than two, or one isn't a whole number of at least two steps.
 */
export function askedSeasons(lengthsMs: readonly number[], stepMs: number): number[] {
  const steps = lengthsMs.map((lengthMs) => lengthMs / stepMs).sort((a, b) => a - b);
  if (steps.length > 2 || steps.some((count) => !(Number.isInteger(count) && count >= 2))) {
    throw new InvalidSeriesError('seasonality', `seasonality is [${lengthsMs}] ms with steps of ${stepMs} ms.`);
  }
  return steps;
}

function repeats(values: ArrayLike<number>, season: number, errorsAbove: number): boolean {
  const length = values.length;
  if (length < 2 * season) return false;
  const around = withoutSlowMoves(values, season);
  const slots = new Float64Array(season);
  const counts = new Float64Array(season);
  let total = 0;
  for (let i = 0; i < length; i++) {
    slots[i % season]! += around[i]!;
    counts[i % season]!++;
    total += around[i]! * around[i]!;
  }
  if (total === 0) return false;
  if (echoOf(around, season) > errorsAbove / Math.sqrt(length - season)) return true;
  const explained = slots.reduce((sum, slot, i) => sum + (slot * slot) / counts[i]!, 0) / total;
  const chance = (season - 1) / (length - 1);
  return explained > chance + (errorsAbove * Math.sqrt(2 * (season - 1))) / (length - 1);
}

/** Correlation with one season earlier. */
function echoOf(values: Float64Array, season: number): number {
  let both = 0;
  let now = 0;
  let before = 0;
  for (let i = season; i < values.length; i++) {
    both += values[i]! * values[i - season]!;
    now += values[i]! ** 2;
    before += values[i - season]! ** 2;
  }
  return both / (Math.sqrt(now * before) || 1);
}

/** What is left of the values after a centred moving mean, at the ends that of the nearest whole window. */
function withoutSlowMoves(values: ArrayLike<number>, season: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  const around = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const from = Math.min(Math.max(i - (season >> 1), 0), values.length - season);
    around[i] = values[i]! - (sums[from + season]! - sums[from]!) / season;
  }
  return around;
}

function sumsOf(values: ArrayLike<number>, size: number): Float64Array {
  const sums = new Float64Array(Math.floor(values.length / size));
  for (let i = 0; i < sums.length * size; i++) sums[Math.floor(i / size)]! += values[i]!;
  return sums;
}
