import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forecast } from '../../src/index.ts';
import { printTable } from '../print-table.ts';
import { type Forecaster, naive, seasonalNaive, theta } from './baselines.ts';
import { coverage, mase, mean, msis, seasonalScale, smape } from './score.ts';

const hourMs = 3_600_000;
const horizon = 48;

const ours: Forecaster = (history) => {
  const { points } = forecast({ startMs: 0, stepMs: hourMs, values: history }, { horizon });
  return {
    forecast: points.map((point) => point.median),
    low: points.map((point) => point.within95[0]),
    high: points.map((point) => point.within95[1]),
  };
};

/** Forecasts the 48 hours after each history in `sharedData`, by all methods, and prints M4's measures. */
export function benchM4(sharedData: string): void {
  const histories = readRows(join(sharedData, 'm4-hourly/train.csv'));
  const futures = readRows(join(sharedData, 'm4-hourly/test.csv'));
  const methods = { ours, theta, 'seasonal naive': seasonalNaive, naive } satisfies Record<string, Forecaster>;
  console.log(`\nM4 hourly, ${histories.length} of its 414 series, ${horizon} hours ahead; seasons found, not told`);
  const rows = Object.entries(methods).map(([name, method]) => {
    const figures = histories.map((history, i) => measure(method, history, futures[i]!));
    return [name, ...[0, 1, 2, 3].map((k) => shown(mean(figures.map((figure) => figure[k]!)), k))];
  });
  printTable([['', 'MASE', 'sMAPE', 'MSIS', '95 % hold'], ...rows]);
  printTable([
    ['ours, within', ...shares.map(([share]) => share)],
    ['holds', ...shares.map(([, at]) => held(histories, futures, at))],
  ]);
}

function measure(method: Forecaster, history: readonly number[], actual: readonly number[]): number[] {
  const said = method(history, horizon);
  const scale = seasonalScale(history, 24);
  const points = [mase(actual, said.forecast, scale), smape(actual, said.forecast)];
  if (!said.low || !said.high) return [...points, Number.NaN, Number.NaN];
  return [...points, msis(actual, said.low, said.high, scale), 100 * coverage(actual, said.low, said.high)];
}

const shares = [
  ['50 %', 'within50'],
  ['80 %', 'within80'],
  ['95 %', 'within95'],
] as const;

function held(histories: readonly number[][], futures: readonly number[][], at: (typeof shares)[number][1]): string {
  const each = histories.map((values, i) => {
    const within = forecast({ startMs: 0, stepMs: hourMs, values }, { horizon }).points.map((point) => point[at]);
    return coverage(
      futures[i]!,
      within.map(([low]) => low),
      within.map(([, high]) => high),
    );
  });
  return `${(100 * mean(each)).toFixed(1)} %`;
}

function shown(figure: number, column: number): string {
  if (Number.isNaN(figure)) return '–';
  return column === 3 ? `${figure.toFixed(1)} %` : figure.toFixed(column === 0 ? 3 : 2);
}

function readRows(file: string): number[][] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => line.split(',').slice(1).map(Number));
}
