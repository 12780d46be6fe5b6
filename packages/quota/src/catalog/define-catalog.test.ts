import { expect, it } from 'vitest';
import { allowance, capped, defineCatalog, level, meterLabel, none, unlimited, usd } from '../index.ts';

const meters = { calls: allowance({ unit: 'call', per: 'month' }), openSeats: level({ unit: 'seat' }) };
const plan = (limits: object) => ({ name: 'Free', price: usd(0), limits }) as never;
const declare = (overrides: object) =>
  defineCatalog({
    meters,
    plans: { free: plan({ calls: capped(1), openSeats: unlimited }) },
    defaultPlan: 'free',
    ...overrides,
  } as never);

it.each([
  ['an amount of zero', { plans: { free: plan({ calls: capped(0), openSeats: none }) } }, 'plans.free.limits.calls'],
  ['a fraction', { plans: { free: plan({ calls: capped(1.5), openSeats: none }) } }, 'plans.free.limits.calls'],
  [
    'an unsafe amount',
    { plans: { free: plan({ calls: capped(2 ** 53), openSeats: none }) } },
    'plans.free.limits.calls',
  ],
  ['a forgotten meter', { plans: { free: plan({ calls: capped(1) }) } }, 'plans.free.limits.openSeats'],
  [
    'an unknown meter',
    { plans: { free: plan({ calls: capped(1), openSeats: none, x: none }) } },
    'plans.free.limits.x',
  ],
  ['a default plan that is none', { defaultPlan: 'gold' }, 'defaultPlan'],
  ['a threshold above 100', { thresholds: { 101: 'warning' } }, 'thresholds.101'],
  ['a name with a space', { meters: { 'a b': meters.calls } }, 'meters.a b'],
])('refuses %s and says where', (_, overrides, field) => {
  expect(() => declare(overrides)).toThrow(expect.objectContaining({ name: 'CatalogError', field }));
});

it('prices are whole cents from 0', () => {
  expect(usd(0.15)).toEqual({ currency: 'USD', minor: 15 });
  expect(() => usd(-1)).toThrow(RangeError);
  expect(() => usd(0.001)).toThrow(RangeError);
});

it("a meter's label is its own, else its name in words", () => {
  expect(meterLabel(declare({}), 'openSeats')).toBe('Open seats');
});
