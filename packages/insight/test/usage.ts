import { seededRandom } from '../bench/random.ts';
import type { Series } from '../src/index.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Monday, 5 January 2026, 00:00 UTC. */
export const mondayMs = Date.UTC(2026, 0, 5);

/** A count with the given mean: Knuth's method below 60, the nearest normal above. */
function poisson(mean: number, random: () => number): number {
  if (mean > 60) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const floor = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > floor; product *= random()) count++;
  return count;
}

/** The mean of an hour of a team that works from Monday to Friday. */
export function officeRate(hour: number, mean: number): number {
  const daily = 1 + 0.8 * Math.sin((2 * Math.PI * ((hour % 24) - 8)) / 24);
  return mean * daily * (Math.floor(hour / 24) % 7 < 5 ? 1 : 0.4);
}

/** Hourly counts of such a team. */
export function officeHours(hours: number, mean: number, seed: number): Series {
  const random = seededRandom(seed);
  const values = Array.from({ length: hours }, (_, hour) => poisson(officeRate(hour, mean), random));
  return { startMs: mondayMs, stepMs: hourMs, values };
}

/** Daily counts with quiet weekends. */
export function officeDays(days: number, mean: number, seed: number, growthPerWeek = 0): Series {
  const random = seededRandom(seed);
  const values = Array.from({ length: days }, (_, day) =>
    poisson(mean * (day % 7 < 5 ? 1 : 0.4) * (1 + growthPerWeek) ** (day / 7), random),
  );
  return { startMs: mondayMs, stepMs: dayMs, values };
}
