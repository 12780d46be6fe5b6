import { expect, it } from 'vitest';
import {
  allowance,
  type Capped,
  capped,
  defineCatalog,
  level,
  meterLabel,
  none,
  pooled,
  rate,
  unlimited,
  usd,
} from '../index.ts';
import { defaultThresholds } from './threshold.ts';

const calls = allowance({ unit: 'call', per: 'month' });
const meters = { calls, openSeats: level({ unit: 'seat' }), requests: rate({ unit: 'call', per: 'minute' }) };
const enough = { calls: capped(1), openSeats: unlimited, requests: capped(60) };
const plan = (limits: object) => ({ name: 'Free', price: usd(0), limits: { ...enough, ...limits } });
const declare = (overrides: object) =>
  defineCatalog({ meters, plans: { free: plan({}) }, defaultPlan: 'free', ...overrides } as never);
const ofCalls = (limit: object) => ({ plans: { free: plan({ calls: limit }) } });
const withOptions = (options: object, amount = 100) => ofCalls({ type: 'capped', amount, ...options } as Capped);
const withMeter = (meter: object) => ({ meters: { ...meters, calls: { ...calls, ...meter } } });

const refused = (cases: [what: string, overrides: object, field: string][]) =>
  it.each(cases)('refuses %s and says where', (_, overrides, field) => {
    expect(() => declare(overrides)).toThrow(expect.objectContaining({ name: 'CatalogError', field }));
  });

it('the declaration that the refusals differ from is accepted, with the default thresholds and nothing retired', () => {
  expect(declare({})).toMatchObject({ thresholds: defaultThresholds, retired: [], defaultPlan: 'free' });
});

const limit = 'plans.free.limits.calls';
refused([
  ['an amount of zero', ofCalls(capped(0)), limit],
  ['a fraction', ofCalls(capped(1.5)), limit],
  ['an unsafe amount', ofCalls(capped(2 ** 53)), limit],
  ['an endless amount', ofCalls(capped(Number.POSITIVE_INFINITY)), limit],
  ['a limit of no type', ofCalls({ type: 'some' }), limit],
  ['a pool of nothing', ofCalls(pooled({ cap: 0 })), `${limit}.cap`],
  ['soft and overage together', withOptions({ soft: true, overage: { upTo: 1, price: usd(1) } }), limit],
  [
    'overage and grace together',
    withOptions({ overage: { upTo: 1, price: usd(1) }, grace: { upTo: 1, days: 1 } }),
    limit,
  ],
  ['soft and grace together', withOptions({ soft: true, grace: { upTo: 1, days: 1 } }), limit],
  ['an overage of nothing', withOptions({ overage: { upTo: 0, price: usd(1) } }), `${limit}.overage.upTo`],
  [
    'an overage that makes the ceiling unsafe',
    withOptions({ overage: { upTo: 1, price: usd(1) } }, Number.MAX_SAFE_INTEGER),
    `${limit}.overage.upTo`,
  ],
  [
    'an overage at a fraction of a cent',
    withOptions({ overage: { upTo: 1, price: { currency: 'USD', minor: 0.5 } } }),
    `${limit}.overage.price`,
  ],
  ['a grace of nothing', withOptions({ grace: { upTo: 0, days: 1 } }), `${limit}.grace.upTo`],
  ['a grace of no days', withOptions({ grace: { upTo: 1, days: 0 } }), `${limit}.grace.days`],
  ['a grace of more than a year', withOptions({ grace: { upTo: 1, days: 367 } }), `${limit}.grace.days`],
  ['a rollover of nothing', withOptions({ rollover: { upTo: 0, periods: 1 } }), `${limit}.rollover.upTo`],
  ['a rollover of no periods', withOptions({ rollover: { upTo: 1, periods: 0 } }), `${limit}.rollover.periods`],
  ['a rollover of 121 periods', withOptions({ rollover: { upTo: 1, periods: 121 } }), `${limit}.rollover.periods`],
  ['an allowance with burst', withOptions({ burst: 1 }), `${limit}.burst`],
]);

const restPool = { rest: 'pool' };
const seats = 'plans.free.limits.openSeats';
const rates = 'plans.free.limits.requests';
const ofSeats = (options: object) => ({ plans: { free: plan({ openSeats: { ...capped(9), ...options } }) } });
const ofRequests = (options: object) => ({ plans: { free: plan({ requests: { ...capped(60), ...options } }) } });
refused([
  ['a level with burst', ofSeats({ burst: 1 }), `${seats}.burst`],
  ['a level with rollover', ofSeats({ rollover: { upTo: 1, periods: 1 } }), `${seats}.rollover`],
  ['a burst of nothing', ofRequests({ burst: 0 }), `${rates}.burst`],
  ['a burst above the amount', ofRequests({ burst: 61 }), `${rates}.burst`],
  ['a fraction of a burst', ofRequests({ burst: 1.5 }), `${rates}.burst`],
  ['a soft rate', ofRequests({ soft: true }), `${rates}.soft`],
  ['a rate with overage', ofRequests({ overage: { upTo: 1, price: usd(1) } }), `${rates}.overage`],
  ['a rate with grace', ofRequests({ grace: { upTo: 1, days: 1 } }), `${rates}.grace`],
  ['a rate with rollover', ofRequests({ rollover: { upTo: 1, periods: 1 } }), `${rates}.rollover`],
  ['a rate that goes on with the pool', ofRequests(restPool), `${rates}.rest`],
  ['a pooled rate', { plans: { free: plan({ requests: pooled() }) } }, rates],
]);

refused([
  ['a default plan that is none', { defaultPlan: 'gold' }, 'defaultPlan'],
  ['a default plan that every object has', { defaultPlan: 'toString' }, 'defaultPlan'],
  ['a plan with a space in its name', { plans: { free: plan({}), 'a b': plan({}) } }, 'plans.a b'],
  [
    'a plan of a negative price',
    { plans: { free: { ...plan({}), price: { currency: 'USD', minor: -1 } } } },
    'plans.free.price',
  ],
  [
    'a plan of no currency',
    { plans: { free: { ...plan({}), price: { currency: '$', minor: 1 } } } },
    'plans.free.price',
  ],
  ['a forgotten meter', ofCalls(undefined as never), limit],
  [
    'a forgotten meter with a name that every object has',
    { meters: { ...meters, constructor: calls } },
    'plans.free.limits.constructor',
  ],
  ['an unknown meter', { plans: { free: plan({ x: none }) } }, 'plans.free.limits.x'],
]);

refused([
  ['a meter with a space in its name', { meters: { 'a b': calls } }, 'meters.a b'],
  ['a meter whose name is a number', { meters: { '1st': calls } }, 'meters.1st'],
  ['a name of 64 letters', { meters: { ['a'.repeat(64)]: calls } }, `meters.${'a'.repeat(64)}`],
  ['a unit of nothing', withMeter({ unit: ' ' }), 'meters.calls.unit'],
  ['a retired meter that is counted', { retired: ['calls'] }, 'retired'],
  [
    'a retired meter that is counted under a new name',
    { ...withMeter({ renamedFrom: 'a' }), retired: ['a'] },
    'retired',
  ],
  ['a former name in use', withMeter({ renamedFrom: 'openSeats' }), 'meters.calls.renamedFrom'],
  ['a former name that is the name', withMeter({ renamedFrom: 'calls' }), 'meters.calls.renamedFrom'],
  ['a former name that is none', withMeter({ renamedFrom: 'a b' }), 'meters.calls.renamedFrom'],
  [
    'one former name of two meters',
    { meters: { calls: { ...calls, renamedFrom: 'old' }, openSeats: { ...meters.openSeats, renamedFrom: 'old' } } },
    'meters.calls.renamedFrom',
  ],
  ['a window below a second', withMeter({ per: { windowMs: 999 } }), 'meters.calls.per'],
  ['a window above 366 days', withMeter({ per: { windowMs: 366 * 86_400_000 + 1 } }), 'meters.calls.per'],
  ['a fraction of a window', withMeter({ per: { windowMs: 1_000.5 } }), 'meters.calls.per'],
  ['a threshold above 100', { thresholds: { 101: 'warning' } }, 'thresholds.101'],
  ['a threshold at 0', { thresholds: { 0: 'warning' } }, 'thresholds.0'],
  ['a fraction of a percent', { thresholds: { 99.5: 'warning' } }, 'thresholds.99.5'],
  ["a meter's threshold above 100", withMeter({ thresholds: { 101: 'warning' } }), 'meters.calls.thresholds.101'],
  [
    'less than nothing left',
    withMeter({ thresholds: { left: { '-1': 'reached' } } }),
    'meters.calls.thresholds.left.-1',
  ],
  ['a fraction left', withMeter({ thresholds: { left: { 1.5: 'warning' } } }), 'meters.calls.thresholds.left.1.5'],
]);

it('accepts the widest of what is allowed', () => {
  const most = { grace: { upTo: 1, days: 366 }, rollover: { upTo: 1, periods: 120 }, ...restPool };
  expect(() => declare(withOptions(most))).not.toThrow();
  expect(() => declare(withOptions({}, Number.MAX_SAFE_INTEGER))).not.toThrow();
  expect(() => declare(ofRequests({ burst: 60 }))).not.toThrow();
  expect(() => declare(withMeter({ per: { windowMs: 1_000 }, thresholds: { left: { 0: 'reached' } } }))).not.toThrow();
  expect(() => declare({ ...withMeter({ renamedFrom: 'old' }), retired: ['older'] })).not.toThrow();
});

it('prices are whole cents from 0', () => {
  expect(usd(0.15)).toEqual({ currency: 'USD', minor: 15 });
  expect(() => usd(-1)).toThrow(RangeError);
  expect(() => usd(0.001)).toThrow(RangeError);
});

it("a meter's label is its own, else its name in words", () => {
  expect(meterLabel(declare({}), 'openSeats')).toBe('Open seats');
  expect(meterLabel(declare(withMeter({ label: 'API calls' })), 'calls')).toBe('API calls');
});
