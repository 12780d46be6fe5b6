import { capped, comparePlans } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { contract, contracts, harbour } from '../../test/contract-data.ts';
import { nameMeters } from '../meter/named-meter.ts';
import { planCell } from './plan-cell.ts';

test('a limit that was set for the tenant stands on every plan, and its usage is what is so now', () => {
  const limit = capped(2_000_000);
  const aiTokens = { ...contract('aiTokens', { used: 1_500_000, override: { until: null } }), limit };
  const usage = harbour({ aiTokens });
  const meter = nameMeters(contracts, usage).find(({ name }) => name === 'aiTokens');
  for (const plan of comparePlans(contracts, usage)) {
    expect(meter && planCell(plan, meter)).toEqual({ limit, usage: aiTokens, isPresent: true });
  }
});

test('any other limit is the plan’s', () => {
  const usage = harbour();
  const meter = nameMeters(contracts, usage).find(({ name }) => name === 'exports');
  for (const plan of comparePlans(contracts, usage)) {
    expect(meter && planCell(plan, meter)).toEqual({ ...plan.meters.exports, isPresent: plan.current });
  }
});
