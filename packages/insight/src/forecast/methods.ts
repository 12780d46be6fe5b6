/**
 * A way to look ahead. It hears the values one by one, so that it can be asked at any point of the past what it would have
 * said there.
 */
export interface Method {
  /** Hears the next value. */
  hear(value: number): void;
  /** What the `horizon` values after the last one heard will be. */
  ahead(horizon: number): Float64Array;
}

/**
 * The methods that are asked, for a series of `values` that is repeated every `seasons[0]` steps (and every `seasons[1]`).
 * Few and unlike each other: together they did better on past M4 hourly data than more of them, or than any alone.
 *
 * @param warmUp how many values from the start they may look at before the first is heard; a whole longest season.
 */
export function createMethods(values: Float64Array, seasons: readonly number[], warmUp: number): Method[] {
  const [short = 1, long] = seasons;
  const start = values.subarray(0, warmUp);
  const simple = [
    repeatSeason(values, warmUp, long ?? short, 0),
    repeatSeason(values, warmUp, short, 1),
    smooth(start, short, long, { level: 0.005, short: 0.01, long: 0.05, echo: 0.3 }),
    smooth(start, short, long, { level: 0.02, short: 0.05, long: 0.2, echo: 0.7 }),
    smooth(start, short, undefined, { level: 0.5, short: 0.5, long: 0, echo: 0 }),
  ];
  if (short === 1) return simple;
  return [
    ...simple,
    followAnalogues(values, warmUp, short, short),
    followAnalogues(values, warmUp, short, long ?? 4 * short),
  ];
}

/**
 * The last season again, moved by what changed on average since the one before; without a season the last value, moved by the
 * mean change over a day's worth of steps.
 *
 * @param drift 0 for no move; 1 for the whole of it, again with each such span to come, each time by a tenth less.
 */
function repeatSeason(values: Float64Array, heard: number, season: number, drift: 0 | 1): Method {
  let end = heard;
  return {
    hear() {
      end++;
    },
    ahead(horizon) {
      const span = Math.min(season > 1 ? season : 24, end - season);
      let change = 0;
      for (let i = 1; i <= span; i++) change += (values[end - i]! - values[end - i - season]!) / season;
      return new Float64Array(horizon).map((_, i) => {
        const spansAhead = season > 1 ? 1 + Math.floor(i / season) : (i + 1) / span;
        return values[end - season + (i % season)]! + drift * change * 10 * (1 - 0.9 ** spansAhead);
      });
    },
  };
}

/**
 * Exponential smoothing of a level and of one or two seasons, with an autocorrelated error: J. W. Taylor, "Short-term
 * electricity demand forecasting using double seasonal exponential smoothing", Journal of the Operational Research Society
 * 54 (2003). Each weight starts as a plain mean, 1 / (values heard), and stays where it reaches the one given.
 */
function smooth(
  start: Float64Array,
  short: number,
  long: number | undefined,
  weight: { level: number; short: number; long: number; echo: number },
): Method {
  let level = start.reduce((sum, value) => sum + value, 0) / start.length;
  const shortSlots = slotMeans(
    start.map((value) => value - level),
    short,
  );
  const longSlots = slotMeans(
    start.map((value, i) => value - level - shortSlots[i % short]!),
    long ?? 1,
  );
  let error = 0;
  let time = start.length;
  return {
    hear(value) {
      const i = time % short;
      const j = long ? time % long : 0;
      const miss = value - level - shortSlots[i]! - longSlots[j]!;
      const news = miss - weight.echo * error;
      level += Math.max(weight.level, 1 / (time + 1)) * news;
      if (short > 1) shortSlots[i]! += Math.max(weight.short, 1 / (time / short + 1)) * news;
      if (long) longSlots[j]! += Math.max(weight.long, 1 / (time / long + 1)) * news;
      error = miss;
      time++;
    },
    ahead(horizon) {
      return new Float64Array(horizon).map(
        (_, i) =>
          level +
          shortSlots[(time + i) % short]! +
          longSlots[long ? (time + i) % long : 0]! +
          error * weight.echo ** (i + 1),
      );
    },
  };
}

function slotMeans(values: Float64Array, slots: number): Float64Array {
  const means = new Float64Array(slots);
  for (let slot = 0; slot < slots; slot++) {
    let count = 0;
    for (let i = slot; i < values.length; i += slots) {
      means[slot]! += values[i]!;
      count++;
    }
    if (count > 0) means[slot]! /= count;
  }
  return means;
}

/** How far back stretches are looked for: half a year of days. */
const mostStretches = 182;

/**
 * What came after the three stretches of the past that were most like the last `length` values, each at the same place of its
 * season, moved to today's level, and weighted by likeness.
 */
function followAnalogues(values: Float64Array, heard: number, season: number, length: number): Method {
  let end = heard;
  return {
    hear() {
      end++;
    },
    ahead(horizon) {
      const follow = season * Math.ceil(Math.min(horizon, 2 * season) / season);
      const found: Stretch[] = [];
      const earliest = Math.max(length, end - follow - mostStretches * season);
      for (let at = end - follow; at >= earliest; at -= season) found.push(compareStretches(values, at, end, length));
      if (found.length === 0) return repeatSeason(values, end, season, 0).ahead(horizon);
      const best = found.sort((a, b) => a.distance - b.distance).slice(0, 3);
      const nearest = best[0]!.distance;
      const likeness = best.map(({ distance }) => (distance <= nearest ? 1 : nearest / distance));
      const sum = likeness.reduce((a, b) => a + b);
      const ahead = new Float64Array(horizon);
      best.forEach(({ at, rise }, k) => {
        const weight = likeness[k]! / sum;
        for (let i = 0; i < horizon; i++) {
          const step = i < end - at ? i : lastSeasonOf(end - at, i, season);
          ahead[i]! += weight * (values[at + step]! + rise);
        }
      });
      return ahead;
    },
  };
}

/** A stretch of the past: where it ends, how much higher the values are today, and how unlike they are apart from that. */
interface Stretch {
  readonly at: number;
  readonly rise: number;
  readonly distance: number;
}

function compareStretches(values: Float64Array, at: number, end: number, length: number): Stretch {
  let sum = 0;
  let squares = 0;
  for (let i = 1; i <= length; i++) {
    const difference = values[end - i]! - values[at - i]!;
    sum += difference;
    squares += difference * difference;
  }
  const rise = sum / length;
  return { at, rise, distance: Math.max(squares - rise * sum, 0) };
}

/** The step of the last whole season among `known` steps that is at the same place of its season as step `i`. */
function lastSeasonOf(known: number, i: number, season: number): number {
  return known - season + ((i - known) % season);
}
