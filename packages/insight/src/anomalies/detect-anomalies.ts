import { checkSeries, InvalidSeriesError, isAmount, type Series } from '../series.ts';
import { describePoint } from './describe-point.ts';
import { Rarity } from './rarity.ts';
import { watchTimeOfWeek } from './watch-time-of-week.ts';
import { type AnomalyKind, watchDrift, watchJumps, watchLevel, watchShifts, watchUnrest } from './watches.ts';

/** What the detector says of a step. */
export interface AnomalyPoint {
  readonly startMs: number;
  /** The amount; null where it isn't known. */
  readonly actual: number | null;
  /** Between what 95 % of the steps at such a time were, so far; null as long as less than twenty steps are known. */
  readonly expected: readonly [low: number, high: number] | null;
  /**
   * 0 … 1: 1 / (1 + c), where c is how many steps as unusual chance alone would show in a history as long as the one so far.
   * 0.5 is one such step, 0.9 a ninth of one. 0 where nothing is known, and where it is no news (`isOngoing`).
   */
  readonly score: number;
  /** In what way it is most unusual. */
  readonly kind: AnomalyKind | null;
  readonly direction: 'above' | 'below' | null;
  /** Whether something at least as unusual was reported shortly before, so that this is no news. */
  readonly isOngoing: boolean;
  /** What is unusual, in a sentence with plain numbers. */
  readonly sentence: string;
}

/** Watches a series as it comes. */
export interface AnomalyDetector {
  /**
   * Takes the next step into account, and says how unusual it is beside those before.
   *
   * @param point.startMs when the step begins, a whole number of steps after the one before: steps left out are unknown.
   * @param point.value an amount of 0 or more; null where it isn't known.
   * @throws InvalidSeriesError on any other value or time; the detector is then as it was.
   */
  update(point: { startMs: number; value: number | null }): AnomalyPoint;
}

/** Sizes of a kind that must be known before one can be called rare. */
const fewest = 20;

/** A single step off its time of the week is so most easily, and counts double. */
const chanceFactor: Record<AnomalyKind, number> = {
  level: 1,
  jump: 1,
  shift: 1,
  drift: 1,
  unrest: 1,
  'time of week': 2,
};

/** After a report the next must be more unusual; how much falls by a factor of ten in so many steps. */
const stepsToForget = 16;

/** What there is to say of a step without a value, or before anything is known. */
const unknown = { chance: Number.POSITIVE_INFINITY, kind: null, isAbove: false };

/** A chance count at which nothing is remembered any more. */
const forgotten = 10_000;

/**
 * Watches a series of amounts in six ways, each of which learns from the series alone how large its deviations usually are. One
 * setting for all series.
 *
 * @param grid.startMs where steps begin, in ms since 1970.
 * @param grid.stepMs length of a step in ms, above 0. Days and weeks are looked at where they are whole numbers of steps.
 * @throws InvalidSeriesError where the grid can't be.
 */
export function createAnomalyDetector(grid: { startMs: number; stepMs: number }): AnomalyDetector {
  const { startMs, stepMs } = grid;
  checkSeries({ startMs, stepMs, values: [] });
  const timeOfWeek = watchTimeOfWeek(stepMs);
  const watches = [watchLevel(), watchJumps(), watchShifts(), watchDrift(stepMs), watchUnrest(), timeOfWeek];
  const rarities = watches.map(() => new Rarity());
  const rarityOfTime = rarities.at(-1)!;
  let step = -1;
  let known = 0;
  let reported = 0;

  /** The least of the chance counts, and from where. Learns the value. */
  function rarest(value: number) {
    let chance = Number.POSITIVE_INFINITY;
    let kind: AnomalyKind | null = null;
    let isAbove = false;
    known++;
    for (let k = 0; k < watches.length; k++) {
      const watch = watches[k]!;
      const rarity = rarities[k]!;
      const off = watch.look(value, step);
      if (Number.isNaN(off)) continue;
      const size = Math.abs(off);
      if (rarity.known >= fewest) {
        const count = rarity.chanceCount(size) * (known / watch.every / rarity.known) * chanceFactor[watch.kind];
        if (count < chance) {
          chance = count;
          kind = watch.kind;
          isAbove = off > 0;
        }
      }
      rarity.learn(size);
    }
    return { chance, kind, isAbove };
  }

  return {
    update({ startMs: at, value }) {
      const next = (at - startMs) / stepMs;
      if (!isAmount(value)) throw new InvalidSeriesError('value', `The value at ${at} is ${value}.`);
      const isToCome = Number.isInteger(next) && next > step;
      if (!isToCome) throw new InvalidSeriesError('order', `${at} isn't a step to come.`);
      reported = Math.max(0, reported - (next - step) / stepsToForget);
      step = next;
      const deviations = rarityOfTime.known < fewest ? 2.5 : rarityOfTime.usualSize(0.95);
      const expected = timeOfWeek.expected(step, deviations);
      const { chance, kind, isAbove } = value === null ? unknown : rarest(value);
      const loudness = Math.max(0, Math.log10(forgotten / chance));
      const isNews = loudness > reported;
      if (isNews) reported = loudness;
      const point = {
        startMs: at,
        actual: value,
        expected,
        score: isNews ? 1 / (1 + chance) : 0,
        kind,
        direction: kind && (isAbove ? 'above' : 'below'),
        isOngoing: !isNews && chance < 1,
        sentence: '',
      } satisfies AnomalyPoint;
      point.sentence = describePoint(point);
      return point;
    },
  };
}

/**
 * What a detector that saw the series from its start on said of each step: none is judged by what came after it.
 *
 * @returns a point for each step, in order.
 * @throws InvalidSeriesError on a negative or infinite value, or a grid that can't be.
 */
export function detectAnomalies(series: Series): AnomalyPoint[] {
  checkSeries(series);
  const { startMs, stepMs, values } = series;
  const detector = createAnomalyDetector(series);
  return values.map((value, i) => detector.update({ startMs: startMs + i * stepMs, value }));
}
