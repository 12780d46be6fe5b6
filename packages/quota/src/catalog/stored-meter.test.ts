import { expect, it } from 'vitest';
import { allowance, defineCatalog, unlimited, usd } from '../index.ts';
import { meterOfStored, storedMeter } from './stored-meter.ts';

const catalog = defineCatalog({
  meters: {
    calls: allowance({ unit: 'call', per: 'month' }),
    runs: allowance({ unit: 'run', per: 'month', renamedFrom: 'jobs' }),
  },
  plans: { free: { name: 'Free', price: usd(0), limits: { calls: unlimited, runs: unlimited } } },
  defaultPlan: 'free',
  retired: ['exports'],
});

it('a meter is stored under the name that it had first', () => {
  expect([storedMeter(catalog, 'calls'), storedMeter(catalog, 'runs')]).toEqual(['calls', 'jobs']);
});

it('every meter is found again by its stored name', () => {
  for (const meter of Object.keys(catalog.meters))
    expect(meterOfStored(catalog, storedMeter(catalog, meter))).toBe(meter);
});

it.each(['exports', 'never', 'toString'])('%s is counted no more', (stored) => {
  expect(meterOfStored(catalog, stored)).toBeUndefined();
});
