import { comparePlans } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { catalog, kestrel, tern } from '../../test/sheet-data.ts';
import { moreAtOnce, otherLimits, planOffers } from './plan-offers.ts';

const ternPlans = comparePlans(catalog, tern, { meter: 'aiGenerations', amount: 1 });

test('the present plan, the recommended one and the one after it stand side by side', () => {
  expect(planOffers(ternPlans).map(({ name }) => name)).toEqual(['free', 'starter', 'growth']);
  const fromStarter = comparePlans(catalog, kestrel, { meter: 'projects', amount: 1 });
  expect(planOffers(fromStarter).map(({ name }) => name)).toEqual(['starter', 'growth']);
});

test('without a plan that has room there is nothing to lay side by side', () => {
  expect(planOffers(comparePlans(catalog, kestrel, { meter: 'projects', amount: 1000 }))).toEqual([]);
});

test('a plan says how many more it gives at once', () => {
  const [free, starter, growth] = ternPlans;
  expect(starter && moreAtOnce(starter, free, 'aiGenerations')).toBe('90 more at once');
  expect(growth && moreAtOnce(growth, free, 'aiGenerations')).toBe('490 more at once');
  expect(growth && moreAtOnce(growth, free, 'seats')).toBe('No limit');
});

test('what else a plan gives leaves out the refused meter and puts short figures first', () => {
  const [free] = ternPlans;
  expect(free && otherLimits(catalog, free, 'aiGenerations')).toEqual(['3 projects, 1 export', '2 seats']);
});
