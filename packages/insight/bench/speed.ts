import { forecast, type Series } from '../src/index.ts';
import { printTable } from './print-table.ts';
import { seededRandom } from './random.ts';

const hourMs = 3_600_000;

/** Prints how long a year of hours takes, the median of 21 runs after 5 to warm up. */
export function benchSpeed(): void {
  const series = yearOfHours();
  console.log('\nA year of hours (8760 values), ms');
  printTable([['forecast of 48 hours', medianMs(() => forecast(series, { horizon: 48 })).toFixed(1)]]);
}

/** Counts with a daily and a weekly pattern. */
function yearOfHours(): Series {
  const next = seededRandom(7);
  const values = Array.from({ length: 8760 }, (_, hour) => {
    const busy = 1 + Math.sin((2 * Math.PI * hour) / 24) + (hour % 168 < 120 ? 1 : 0);
    return Math.round(20 * busy * (0.5 + next()));
  });
  return { startMs: 0, stepMs: hourMs, values };
}

function medianMs(run: () => void): number {
  const times = Array.from({ length: 26 }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
  return times.slice(5).sort((a, b) => a - b)[10]!;
}
