import { expect, test } from 'vitest';
import { officeDays } from '../../test/usage.ts';
import { forecast } from '../forecast/forecast.ts';
import { recommendPlan } from './recommend-plan.ts';

/** About 2,300 generations and 230 exports in 28 days. */
const forecasts = {
  generations: forecast(officeDays(56, 100, 2), { horizon: 28 }),
  exports: forecast(officeDays(56, 10, 3), { horizon: 28 }),
};
const offers = [
  { name: 'Scale', price: 29900, limits: {} },
  { name: 'Starter', price: 2900, limits: { generations: 500, exports: 1000 } },
  { name: 'Growth', price: 7900, limits: { generations: 3500, exports: 1000 } },
  { name: 'Lean', price: 5900, limits: { generations: 3500, exports: 150 } },
];

test('the cheapest plan that lasts is recommended, each with its probability', () => {
  const advice = recommendPlan(offers, { forecasts });
  expect(advice).toMatchObject({ plan: 'Growth', isEnough: true });
  expect(advice.probability).toBeGreaterThan(0.9);
  expect(advice.plans.map(({ name }) => name)).toEqual(['Scale', 'Starter', 'Growth', 'Lean']);
  const [scale, starter, , lean] = advice.plans.map(({ probability }) => probability);
  expect(scale).toBe(1);
  expect(starter).toBeLessThan(0.01);
  expect(lean).toBeLessThan(0.1);
});

test('where none lasts, the likeliest is, and that it is not enough', () => {
  const small = offers.filter(({ name }) => name === 'Starter' || name === 'Lean');
  expect(recommendPlan(small, { forecasts })).toMatchObject({ plan: 'Lean', isEnough: false });
});

test('more confidence asks for more room', () => {
  const tight = [
    { name: 'tight', price: 1, limits: { generations: 2500 } },
    { name: 'wide', price: 2, limits: { generations: 5000 } },
  ];
  expect(recommendPlan(tight, { forecasts, confidence: 0.5 }).plan).toBe('tight');
  expect(recommendPlan(tight, { forecasts, confidence: 0.9999 }).plan).toBe('wide');
});

test('a plan without any of a meter lasts where nothing is used of it, and nowhere else', () => {
  const none = [{ name: 'none', price: 1, limits: { generations: 0 } }];
  expect(recommendPlan(none, { forecasts }).probability).toBe(0);
  const unused = forecast({ startMs: 0, stepMs: 86_400_000, values: new Array(20).fill(0) }, { horizon: 28 });
  expect(recommendPlan(none, { forecasts: { generations: unused } }).probability).toBe(1);
});

test('a meter without a forecast is no reason against a plan', () => {
  expect(recommendPlan([{ name: 'a', price: 1, limits: { seats: 1 } }], { forecasts }).probability).toBe(1);
});

test.each([
  ['plans', [], {}],
  ['probability', offers, { confidence: 0 }],
  ['probability', offers, { confidence: 1.1 }],
  ['limit', [{ name: 'a', price: -1, limits: {} }], {}],
  ['limit', [{ name: 'a', price: 1, limits: { generations: Number.NaN } }], {}],
])('what can not be is refused by name: %s', (reason, given, options) => {
  expect(() => recommendPlan(given, { forecasts, ...options })).toThrow(expect.objectContaining({ reason }));
});
