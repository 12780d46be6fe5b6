import { calendarSeasons } from '../seasons.ts';
import type { Series } from '../series.ts';

/** A history that methods can read: without gaps, on the scale of square roots. */
export interface History {
  /** Square roots of the amounts from the first known one on: there the spread of counts doesn't grow with their level. */
  readonly roots: Float64Array;
  /** Whether the amount was known (1) or filled in (0), per step of `roots`. */
  readonly known: Uint8Array;
  /** How many are known. */
  readonly count: number;
}

/** Drops unknown steps at the start and fills those within: with what was a day earlier (a week in a series of days), else with the last known. */
export function prepareHistory({ values, stepMs }: Series): History {
  const first = values.findIndex((value) => value !== null);
  const length = first < 0 ? 0 : values.length - first;
  const { day, week } = calendarSeasons(stepMs);
  const season = day || week;
  const roots = new Float64Array(length);
  const known = new Uint8Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) {
    const value = values[first + i]!;
    if (value !== null) {
      roots[i] = Math.sqrt(value);
      known[i] = 1;
      count++;
    } else {
      roots[i] = season && i >= season ? roots[i - season]! : roots[i - 1]!;
    }
  }
  return { roots, known, count };
}
