import { detectAnomalies, forecast, type Series } from '../src/index.ts';
import { printTable } from './print-table.ts';
import { seededRandom } from './random.ts';

const hourMs = 3_600_000;

/** Prints how long a year of hours takes, median and least of 41 runs after 10 to warm up. */
export function benchSpeed(): void {
  const series = yearOfHours();
  const told = ([median, least]: [number, number]) => [median.toFixed(1), least.toFixed(1)];
  console.log('\nA year of hours (8760 values), ms');
  printTable([
    ['', 'median', 'least'],
    ['forecast of 48 hours', ...told(timesMs(() => forecast(series, { horizon: 48 })))],
    ['anomalies of all hours', ...told(timesMs(() => detectAnomalies(series)))],
  ]);
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

function timesMs(run: () => void): [median: number, least: number] {
  const times = Array.from({ length: 51 }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
  const sorted = times.slice(10).sort((a, b) => a - b);
  return [sorted[20]!, sorted[0]!];
}
