import { describe, expect, test } from 'vitest';
import { daysUntil, forecast, type Series } from '../src/index.ts';
import { dayMs, officeDays, officeHours } from './usage.ts';

const seeds = Array.from({ length: 60 }, (_, i) => i + 1);

/** How often the steps after `known` lay within each interval; a count lies within one that rounds to it. */
function held(make: (seed: number) => Series, known: number): Record<'within50' | 'within80' | 'within95', number> {
  const inside = { within50: 0, within80: 0, within95: 0 };
  let steps = 0;
  for (const seed of seeds) {
    const { values, ...grid } = make(seed);
    const future = values.slice(known);
    const { points } = forecast({ ...grid, values: values.slice(0, known) }, { horizon: future.length });
    points.forEach((point, i) => {
      steps++;
      for (const share of ['within50', 'within80', 'within95'] as const) {
        const [low, high] = point[share];
        if (future[i]! >= low - 0.5 && future[i]! <= high + 0.5) inside[share]++;
      }
    });
  }
  return { within50: inside.within50 / steps, within80: inside.within80 / steps, within95: inside.within95 / steps };
}

describe('intervals hold at least what they say, and are not much wider', () => {
  test.each([
    ['busy hours, five weeks known', (seed: number) => officeHours(24 * 37, 50, seed), 24 * 35],
    ['days, eight weeks known', (seed: number) => officeDays(70, 50, seed), 56],
    ['days, three weeks known', (seed: number) => officeDays(28, 200, seed), 21],
  ])('%s', (_, make, known) => {
    const share = held(make, known);
    expect(share.within50).toBeGreaterThan(0.47);
    expect(share.within50).toBeLessThan(0.75);
    expect(share.within80).toBeGreaterThan(0.77);
    expect(share.within80).toBeLessThan(0.95);
    expect(share.within95).toBeGreaterThan(0.93);
  });
});

test('of a handful of days at least 95 % of what follows is held', () => {
  expect(held((seed) => officeDays(12, 20, seed), 5).within95).toBeGreaterThan(0.95);
});

test('means add up to what is used', () => {
  const ratios = seeds.map((seed) => {
    const { values, ...grid } = officeDays(70, 20, seed);
    const { points } = forecast({ ...grid, values: values.slice(0, 56) }, { horizon: 14 });
    const used = usedIn(values.slice(56));
    return points.reduce((sum, point) => sum + point.mean, 0) / used;
  });
  expect(ratios.reduce((a, b) => a + b) / ratios.length).toBeCloseTo(1, 1);
});

test('a limit that is as likely as not reached on a day is reached by then in half of the cases', () => {
  const outcomes = seeds.map((seed) => {
    const { values, ...grid } = officeDays(80, 20, seed);
    const ahead = forecast({ ...grid, values: values.slice(0, 56) }, { horizon: 24 });
    const { medianDays, within80 } = daysUntil(200, { used: 0, forecast: ahead });
    const future = values.slice(56);
    const day = future.findIndex((_, i) => usedIn(future.slice(0, i + 1)) >= 200) + 1;
    // The total of whole days: the limit was reached within that day.
    return { after: day - medianDays!, within: day >= within80[0]! && day - 1 <= within80[1]! };
  });
  expect(shareOf(outcomes.filter(({ after }) => after > 0.5).length)).toBeGreaterThan(0.25);
  expect(shareOf(outcomes.filter(({ after }) => after > 0.5).length)).toBeLessThan(0.75);
  expect(shareOf(outcomes.filter(({ within }) => within).length)).toBeGreaterThan(0.75);
});

test('a probability of reaching a limit is how often it is reached', () => {
  let said = 0;
  let reached = 0;
  for (const seed of seeds) {
    const { values, ...grid } = officeDays(70, 20, seed);
    const ahead = forecast({ ...grid, values: values.slice(0, 56) }, { horizon: 14 });
    const used = usedIn(values.slice(56));
    for (const limit of [200, 220, 230, 240, 260]) {
      said += daysUntil(limit, { used: 0, forecast: ahead, endMs: ahead.points[0]!.startMs + 14 * dayMs }).probability;
      reached += used >= limit ? 1 : 0;
    }
  }
  expect(said / (5 * seeds.length)).toBeCloseTo(reached / (5 * seeds.length), 1);
});

function usedIn(values: Series['values']): number {
  return values.reduce<number>((sum, value) => sum + value!, 0);
}

function shareOf(count: number): number {
  return count / seeds.length;
}
