import { join } from 'node:path';
import { type Baseline, random, robustZ, silent, windowedGaussian } from './baselines.ts';
import { readCorpus } from './corpus.ts';
import { nabScore, profiles } from './score.ts';

/** Prints NAB's figures for the recordings in `sharedData`. */
export function benchNab(sharedData: string): void {
  const corpus = readCorpus(join(sharedData, 'nab'));
  const baselines: Record<string, Baseline> = { silent, random, windowedGaussian, robustZ };
  for (const [name, detect] of Object.entries(baselines)) {
    const scored = new Map([...corpus].map(([file, s]) => [file, { scores: detect(s.rows), windows: s.windows }]));
    const figures = Object.entries(profiles).map(([, profile]) => {
      const { score, threshold, hits, falseAlarms } = nabScore(scored, profile);
      return `${score.toFixed(1)} (${threshold.toPrecision(6)} ${hits} ${falseAlarms})`;
    });
    console.log(name, figures.join(' | '));
  }
}
