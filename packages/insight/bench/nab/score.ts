/**
 * The scoring rules of the Numenta Anomaly Benchmark: A. Lavin and S. Ahmad, "Evaluating Real-time Anomaly Detection
 * Algorithms", ICMLA 2015, sections II.C and II.D; edges as in numenta/NAB `nab/sweeper.py`. Written anew from the rules.
 */

/** What a detector said of one series, beside what is true of it. */
export interface ScoredSeries {
  /** One score a row, 0 … 1. */
  readonly scores: readonly number[];
  /** Anomalous stretches as [first row, last row], in order, not overlapping. */
  readonly windows: readonly (readonly [number, number])[];
}

/** What a hit, a false alarm and a miss weigh. */
export interface Profile {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
}

/** The application profiles of the paper, table 1. */
export const profiles = {
  standard: { truePositive: 1, falsePositive: 0.11, falseNegative: 1 },
  'low FP': { truePositive: 1, falsePositive: 0.22, falseNegative: 1 },
  'low FN': { truePositive: 1, falsePositive: 0.11, falseNegative: 2 },
} as const satisfies Record<string, Profile>;

/** Worth of an alarm by its place: -1 at a window's left edge, 0 at its right, above that one window's width behind it. */
export function scaledSigmoid(place: number): number {
  return place >= 3 ? -1 : 2 / (1 + Math.exp(5 * place)) - 1;
}

/** How many rows at the start aren't scored: 15 %, of 5000 rows at most. */
export function probationaryRows(rows: number, share = 0.15): number {
  return Math.min(Math.floor(share * rows), share * 5000);
}

/** A row that counts: how loud it was, what an alarm there is worth, and in which window it lies. */
export interface WeighedRow {
  readonly score: number;
  readonly worth: number;
  /** A name that is unique in the corpus; null outside of windows. */
  readonly window: string | null;
}

/** The rows of a series behind its probationary part, each with what an alarm on it is worth. */
export function weighRows(series: ScoredSeries, profile: Profile, name: string, probation?: number): WeighedRow[] {
  const { scores, windows } = series;
  const from = probationaryRows(scores.length, probation);
  const rows: WeighedRow[] = [];
  let next = 0;
  for (let i = 0; i < scores.length; i++) {
    while (next < windows.length && windows[next]![1] < i) next++;
    if (i < from) continue;
    const score = scores[i]!;
    const window = windows[next];
    if (window && window[0] <= i) {
      const place = -(window[1] - i + 1) / (window[1] - window[0] + 1);
      const worth = (scaledSigmoid(place) / scaledSigmoid(-1)) * profile.truePositive;
      rows.push({ score, worth, window: `${name}|${next}` });
    } else {
      const last = windows[next - 1];
      const place = last ? (i - last[1]) / (last[1] - last[0]) : 3;
      rows.push({ score, worth: scaledSigmoid(place) * profile.falsePositive, window: null });
    }
  }
  return rows;
}

/** What the corpus is worth where every row with a score of `threshold` and more is an alarm. */
export interface ThresholdWorth {
  readonly threshold: number;
  readonly worth: number;
  readonly hits: number;
  readonly falseAlarms: number;
}

/** The worth at each threshold that makes a difference, from none alarmed (1.1) down to all. */
export function sweepThresholds(rows: readonly WeighedRow[], missWeight: number): ThresholdWorth[] {
  const best = new Map<string, number>();
  for (const { window } of rows) if (window !== null) best.set(window, -missWeight);
  let worth = -missWeight * best.size;
  let hits = 0;
  let falseAlarms = 0;
  let threshold = 1.1;
  const swept: ThresholdWorth[] = [];
  for (const row of [...rows].sort((a, b) => b.score - a.score)) {
    if (row.score !== threshold) {
      swept.push({ threshold, worth, hits, falseAlarms });
      threshold = row.score;
    }
    if (row.window === null) {
      falseAlarms++;
      worth += row.worth;
    } else {
      hits++;
      const before = best.get(row.window)!;
      if (row.worth > before) {
        worth += row.worth - before;
        best.set(row.window, row.worth);
      }
    }
  }
  swept.push({ threshold, worth, hits, falseAlarms });
  return swept;
}

/**
 * NAB's figure for a corpus: 0 is a detector that never speaks, 100 one that hits each window at its first row and is silent
 * elsewhere. One threshold for all series, the best one, is taken from the same corpus, as NAB does.
 */
export function nabScore(corpus: ReadonlyMap<string, ScoredSeries>, profile: Profile) {
  const rows = [...corpus].flatMap(([name, series]) => weighRows(series, profile, name));
  const windows = [...corpus.values()].reduce((sum, series) => sum + series.windows.length, 0);
  const swept = sweepThresholds(rows, profile.falseNegative);
  const best = swept.reduce((a, b) => (b.worth > a.worth ? b : a));
  const silent = -profile.falseNegative * windows;
  const perfect = profile.truePositive * windows;
  return { ...best, score: (100 * (best.worth - silent)) / (perfect - silent) };
}
