import { createMethods } from './methods.ts';
import type { History } from './prepare.ts';

/** What to expect on the scale of square roots: value i is for the step i + 1 after the history. */
export interface Outlook {
  readonly centre: readonly number[];
  /** Standard deviation of the error; with `freedom` the scale of a Student distribution around `centre`. */
  readonly spread: readonly number[];
  readonly freedom: number;
  /** Correlation between the errors of two steps, 0 … 1. */
  readonly correlation: number;
  /** Trial forecasts on the past that the spread was taken from; 0 where the history is too short for that. */
  readonly trials: number;
}

/** From here on there are trial forecasts; below, mean and spread of what is there. */
const fewestValues = 12;

/** Two weeks of days, so that each weekday is asked twice. */
const mostTrials = 14;

/** How much better a method must have been to be heard: the weight is the mean absolute error to the power of -6. */
const preference = 6;

/** Looks `horizon` steps ahead of a history with at least one known value, that repeats at the `seasons` (in steps, short to long). */
export function lookAhead(history: History, seasons: readonly number[], horizon: number): Outlook {
  return history.count < fewestValues ? fromFew(history, horizon) : fromTrials(history, seasons, horizon);
}

/**
 * Mean of what is there, with a spread to which one more value half the mean away was added, so that a single value isn't
 * taken as certain. The further ahead of how little, the wider.
 */
function fromFew({ roots, known, count }: History, horizon: number): Outlook {
  const values = roots.filter((_, i) => known[i]);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, (mean / 2) ** 2);
  const deviation = Math.sqrt(squares / count);
  return {
    centre: new Array(horizon).fill(mean),
    spread: Array.from({ length: horizon }, (_, i) => deviation * Math.sqrt(1 + 1 / count + (i + 1) / (4 * count))),
    freedom: count,
    correlation: 0.5,
    trials: 0,
  };
}

/** Lets all methods forecast at up to 14 points of the past, and trusts each by how it did there. */
function fromTrials(history: History, seasons: readonly number[], horizon: number): Outlook {
  const { roots } = history;
  const length = roots.length;
  const [short = 1] = seasons;
  const warmUp = seasons.at(-1) ?? Math.floor(fewestValues / 3);
  const first = Math.min(warmUp + 4 * short, Math.floor((warmUp + length) / 2));
  const reach = Math.min(horizon, Math.max(1, Math.floor((length - first) / 2)));
  const apart = Math.min(short, Math.max(1, Math.floor((length - reach - first) / (mostTrials - 1))));
  const trials = Math.min(mostTrials, 1 + Math.floor((length - reach - first) / apart));
  const origins = Array.from({ length: trials }, (_, i) => length - reach - (trials - 1 - i) * apart);

  const said = new Map<number, Float64Array[]>();
  const methods = createMethods(roots, seasons, warmUp);
  const bounded = boundsOf(roots);
  const ask = (steps: number) => methods.map((method) => bounded(method.ahead(steps)));
  for (let i = warmUp; i < length; i++) {
    if (i === origins[said.size]) said.set(i, ask(reach));
    for (const method of methods) method.hear(roots[i]!);
  }
  const weights = weigh(history, said);
  const errors = origins.map((origin) => errorsOf(history, origin, blend(said.get(origin)!, weights)));
  return {
    centre: Array.from(blend(ask(horizon), weights)),
    spread: spreadOf(errors, reach, horizon),
    freedom: Math.max(trials - 1, 1),
    correlation: correlationOf(errors),
    trials,
  };
}

/** Keeps a forecast within half a range of all that was seen: no method may run away. */
function boundsOf(roots: Float64Array): (ahead: Float64Array) => Float64Array {
  const low = roots.reduce((a, b) => Math.min(a, b));
  const high = roots.reduce((a, b) => Math.max(a, b));
  const margin = (high - low) / 2;
  return (ahead) => ahead.map((value) => Math.min(Math.max(value, low - margin, 0), high + margin));
}

function weigh(history: History, said: ReadonlyMap<number, readonly Float64Array[]>): number[] {
  const sums: number[] = [];
  for (const [origin, forecasts] of said) {
    forecasts.forEach((forecast, k) => {
      const errors = errorsOf(history, origin, forecast);
      sums[k] = (sums[k] ?? 0) + errors.reduce<number>((sum, error) => sum + Math.abs(error ?? 0), 0);
    });
  }
  const least = Math.min(...sums);
  const trust = sums.map((sum) => (sum === least ? 1 : (least / sum) ** preference));
  const total = trust.reduce((a, b) => a + b);
  return trust.map((share) => share / total);
}

function blend(forecasts: readonly Float64Array[], weights: readonly number[]): Float64Array {
  return forecasts[0]!.map((_, i) => forecasts.reduce((sum, forecast, k) => sum + weights[k]! * forecast[i]!, 0));
}

/** Actual less forecast per step; null where the actual value isn't known. */
function errorsOf({ roots, known }: History, origin: number, forecast: Float64Array): (number | null)[] {
  return Array.from(forecast, (value, i) => (known[origin + i] ? roots[origin + i]! - value : null));
}

/**
 * Root mean square error per step ahead, taken together with three steps at each side and, for a fifth, with all. Beyond the
 * reach of the trials it grows with the square root of time.
 */
function spreadOf(errors: readonly (readonly (number | null)[])[], reach: number, horizon: number): number[] {
  const squares = new Float64Array(reach + 1);
  const counts = new Float64Array(reach + 1);
  for (let i = 0; i < reach; i++) {
    squares[i + 1] = squares[i]!;
    counts[i + 1] = counts[i]!;
    for (const trial of errors) {
      const error = trial[i] ?? null;
      if (error === null) continue;
      squares[i + 1]! += error * error;
      counts[i + 1]!++;
    }
  }
  const all = squares[reach]! / Math.max(counts[reach]!, 1);
  return Array.from({ length: horizon }, (_, i) => {
    const at = Math.min(i, reach - 1);
    const from = Math.max(at - 3, 0);
    const to = Math.min(at + 4, reach);
    const count = counts[to]! - counts[from]!;
    const near = count > 0 ? (squares[to]! - squares[from]!) / count : all;
    return Math.sqrt((0.8 * near + 0.2 * all) * Math.max(1, (i + 1) / reach));
  });
}

/** From how much more the sums of errors vary than they would, were the errors independent. */
function correlationOf(errors: readonly (readonly (number | null)[])[]): number {
  let sums = 0;
  let alone = 0;
  let together = 0;
  for (const trial of errors) {
    const known = trial.filter((error) => error !== null);
    const squares = known.reduce((sum, error) => sum + error * error, 0);
    sums += known.reduce((sum, error) => sum + error, 0) ** 2;
    alone += squares;
    together += squares * known.length;
  }
  return together > alone ? Math.min(Math.max((sums - alone) / (together - alone), 0), 1) : 0;
}
