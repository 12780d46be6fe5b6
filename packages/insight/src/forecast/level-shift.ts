import { calendarSeasons } from '../seasons.ts';

/** That usage changed at once, and stayed. */
export interface LevelShift {
  /** How many days ago, 2 … 21. */
  readonly days: number;
  /** How many times as much it is since then: above 1.5 or below 1 / 1.5. */
  readonly ratio: number;
}

const smallest = Math.log(1.5);

/** Longer ago needs no help: by then the methods have learned the new level. */
const longestDays = 21;

/**
 * Finds a level shift in the last three weeks: days that all differ in the same direction from the last such weekday before it,
 * on average by five standard errors of how much earlier days did so, and by half as much again at least.
 *
 * @param roots square roots of the amounts, without gaps. Needs twelve days before the shift, of steps of a day or less.
 */
export function findLevelShift(roots: Float64Array, stepMs: number): LevelShift | null {
  const { day, week } = calendarSeasons(stepMs);
  if (!week) return null;
  const amounts = dailyAmounts(roots, day || 1);
  const changes = [7, 14, 21].map((apart) => changesOver(amounts, apart));
  let found: LevelShift | null = null;
  let clearest = 5;
  for (let days = 2; days <= longestDays; days++) {
    const weeks = Math.ceil(days / 7);
    const since = changes[weeks - 1]!.slice(-days);
    const before = changes[weeks - 1]!.slice(-28 - days, -days);
    if (before.length < 5) break;
    const change = mean(since);
    const usual = Math.sqrt(mean(before.map((value) => value ** 2)));
    const errors = Math.abs(change) / (usual / Math.sqrt(days) || 1e-9);
    const isSteady = since.every((value) => value * change > 0 && Math.abs(value) > Math.abs(change) / 2);
    if (isSteady && Math.abs(change) >= smallest && errors > clearest) {
      clearest = errors;
      found = { days, ratio: Math.exp(change) };
    }
  }
  return found;
}

/** Puts what was before the shift at today's level. */
export function liftToToday(roots: Float64Array, { days, ratio }: LevelShift, stepMs: number): Float64Array {
  const since = roots.length - days * (calendarSeasons(stepMs).day || 1);
  return roots.map((root, i) => (i < since ? root * Math.sqrt(ratio) : root));
}

function dailyAmounts(roots: Float64Array, day: number): number[] {
  const count = Math.floor(roots.length / day);
  return Array.from({ length: count }, (_, i) => {
    const to = roots.length - (count - 1 - i) * day;
    return roots.subarray(to - day, to).reduce((sum, root) => sum + root ** 2, 0);
  });
}

/** Logarithm of each day's amount by that of so many days before; not finite where one of them is nothing, which is no steady change. */
function changesOver(amounts: readonly number[], days: number): number[] {
  return amounts.slice(days).map((amount, i) => Math.log(amount / amounts[i]!));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
