import { join } from 'node:path';
import { detectAnomalies } from '../../src/index.ts';
import { printTable } from '../print-table.ts';
import { type Baseline, random, robustZ, silent, windowedGaussian } from './baselines.ts';
import { type LabelledSeries, readCorpus } from './corpus.ts';
import { nabScore, profiles } from './score.ts';

/** Scores one value after the other of a recording. */
type Detector = (recording: LabelledSeries) => number[];

const ours: Detector = ({ series, steps }) => {
  const points = detectAnomalies(series);
  return steps.map((step) => points[step]!.score);
};

const onRows =
  (baseline: Baseline): Detector =>
  ({ rows }) =>
    baseline(rows);

/** Runs all detectors over the recordings in `sharedData` and prints NAB's figures. */
export function benchNab(sharedData: string): void {
  const corpus = readCorpus(join(sharedData, 'nab'));
  const detectors: Record<string, Detector> = {
    ours,
    'robust z': onRows(robustZ),
    'windowed Gaussian': onRows(windowedGaussian),
    random: onRows(random),
    null: onRows(silent),
  };
  console.log(
    `\nNAB, ${corpus.size} of its 58 recordings; one threshold for all, the best for each detector and profile`,
  );
  const rows = Object.entries(detectors).map(([name, detect]) => {
    const scored = new Map([...corpus].map(([file, one]) => [file, { scores: detect(one), windows: one.windows }]));
    return [name, ...Object.values(profiles).map((profile) => nabScore(scored, profile).score.toFixed(1))];
  });
  printTable([['', ...Object.keys(profiles)], ...rows]);
}
