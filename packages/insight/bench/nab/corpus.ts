import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Series } from '../../src/series.ts';

/** A labelled recording on an even grid, and the way back from its rows to the grid. */
export interface LabelledSeries {
  readonly series: Series;
  /** For each row of the file, its index in `series.values`. */
  readonly steps: readonly number[];
  /** The raw value of each row. */
  readonly rows: readonly number[];
  /** Anomalous stretches as [first row, last row]. */
  readonly windows: readonly (readonly [number, number])[];
}

/** Reads the recordings of the Numenta Anomaly Benchmark in `folder`, by name. */
export function readCorpus(folder: string): Map<string, LabelledSeries> {
  const windows = JSON.parse(readFileSync(join(folder, 'windows.json'), 'utf8')) as Record<string, [string, string][]>;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.csv'));
  return new Map(
    names.sort().map((name) => [name, readSeries(readFileSync(join(folder, name), 'utf8'), windows[name]!)]),
  );
}

function readSeries(csv: string, windows: readonly [string, string][]): LabelledSeries {
  const rows = csv
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const times = rows.map(([time]) => timeMs(time!));
  const values = rows.map(([, value]) => Number(value));
  const stepMs = commonDistance(times);
  const steps = times.map((time) => Math.round((time - times[0]!) / stepMs));
  const grid = new Array<number | null>(Math.max(...steps) + 1).fill(null);
  steps.forEach((step, row) => {
    grid[step] = values[row]!;
  });
  return {
    series: { startMs: times[0]!, stepMs, values: grid },
    steps,
    rows: values,
    windows: windows.map(([from, to]) => [
      times.findIndex((time) => time >= timeMs(from)),
      times.findLastIndex((time) => time <= timeMs(to)),
    ]),
  };
}

function timeMs(time: string): number {
  return Date.parse(`${time.replace(' ', 'T')}Z`);
}

/** The distance between neighbours that is met most. */
function commonDistance(times: readonly number[]): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < times.length; i++) {
    const distance = times[i]! - times[i - 1]!;
    counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}
