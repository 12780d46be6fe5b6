import { calendarSeasons } from '../seasons.ts';

/** In what way a step is unusual. */
export type AnomalyKind = 'level' | 'jump' | 'shift' | 'drift' | 'unrest' | 'time of week';

/** Looks at a series in one way, step by step. */
export interface Watch {
  readonly kind: AnomalyKind;
  /** It looks at every step (1), or once in so many known ones. */
  readonly every: number;
  /**
   * @returns how many usual deviations the step is off, below 0 where it is too low; NaN where it doesn't look, and as long as
   * too little is known.
   */
  look(value: number, step: number): number;
}

/** Steps after which a mean deviation is taken to be known. */
const enough = 20;

/** Mean absolute deviation over the last thousand or so, in which a single one counts for five usual ones at most. */
export function meanDeviation(memory: number) {
  let mean = 0;
  let known = 0;
  return {
    /** NaN until twenty are known; where nothing ever deviated, `floor`. */
    usual: (floor: number) => (known < enough ? Number.NaN : mean || floor),
    learn(deviation: number) {
      const size = Math.abs(deviation);
      known++;
      const counted = known > enough && mean > 0 ? Math.min(size, 5 * mean) : size;
      mean += Math.max(1 / memory, 1 / known) * (counted - mean);
    },
  };
}

/** A hundredth of the mean so far: what a deviation is measured by where there never was one. */
function floorOf(mean: number): number {
  return 0.01 * mean || 1e-12;
}

/** How far from the long-run mean, in standard deviations of the last 3000 steps. */
export function watchLevel(): Watch {
  let mean = 0;
  let variance = 0;
  let known = 0;
  return {
    kind: 'level',
    every: 1,
    look(value) {
      const off = value - mean;
      const size = known < 2 ? Number.NaN : off / (Math.sqrt(variance) || floorOf(mean));
      const weight = Math.max(1 / 3000, 1 / ++known);
      mean += weight * off;
      variance += weight * ((value - mean) * off - variance);
      return size;
    },
  };
}

/** How far from a moment ago. */
export function watchJumps(): Watch {
  const deviation = meanDeviation(1000);
  let recent = Number.NaN;
  return {
    kind: 'jump',
    every: 1,
    look(value) {
      if (Number.isNaN(recent)) {
        recent = value;
        return Number.NaN;
      }
      const off = value - recent;
      const size = off / deviation.usual(floorOf(recent));
      deviation.learn(off);
      recent += 0.9 * off;
      return size;
    },
  };
}

/** How far the mean of 72 steps is from that of the 72 before. */
export function watchShifts(): Watch {
  const stretch = 72;
  const deviation = meanDeviation(333);
  let sum = 0;
  let known = 0;
  let before = Number.NaN;
  return {
    kind: 'shift',
    every: stretch,
    look(value) {
      sum += value;
      if (++known % stretch > 0) return Number.NaN;
      const mean = sum / stretch;
      const off = mean - before;
      before = mean;
      sum = 0;
      if (Number.isNaN(off)) return Number.NaN;
      const size = off / deviation.usual(floorOf(mean));
      deviation.learn(off);
      return size;
    },
  };
}

/** How far half a day on average was from the same half days of past weeks, beside how the whole week was. */
export function watchDrift(stepMs: number): Watch {
  const { day, week } = calendarSeasons(stepMs);
  const slots = new Float64Array(week || 1);
  const visits = new Uint32Array(slots.length);
  const deviation = meanDeviation(333);
  const span = Math.max(1, day / 2);
  let level = Number.NaN;
  let average = 0;
  let known = 0;
  return {
    kind: 'drift',
    every: 1,
    look(value, step) {
      known++;
      if (known === 1) level = value;
      const slot = step % slots.length;
      const off = value - level - slots[slot]!;
      const seenBefore = visits[slot]! > 0;
      level += Math.max(1 / slots.length, 1 / known) * (value - level);
      slots[slot]! += Math.max(0.1, 1 / ++visits[slot]!) * (value - level - slots[slot]!);
      if (!seenBefore) return Number.NaN;
      average += Math.max(1 / span, 1 / known) * (off - average);
      const size = average / deviation.usual(floorOf(level));
      deviation.learn(average);
      return size;
    },
  };
}

/** How much the last dozen steps went up and down. */
export function watchUnrest(): Watch {
  const deviation = meanDeviation(333);
  let last = Number.NaN;
  let unrest = 0;
  let known = 0;
  return {
    kind: 'unrest',
    every: 1,
    look(value) {
      const change = known === 0 ? 0 : Math.abs(value - last);
      last = value;
      unrest += Math.max(1 / 12, 1 / ++known) * (change - unrest);
      const size = unrest / deviation.usual(floorOf(value));
      deviation.learn(unrest);
      return size;
    },
  };
}
