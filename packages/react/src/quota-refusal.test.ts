import { expect, test } from 'vitest';
import { noGenerations } from '../test/sheet-data.ts';
import { quotaRefusalOf } from './quota-refusal.ts';

test('a refusal is found where tRPC puts it', () => {
  const error = Object.assign(new Error('refused'), { data: { code: 'TOO_MANY_REQUESTS', quota: noGenerations } });
  expect(quotaRefusalOf(error)).toBe(noGenerations);
});

test('every reason is a refusal', () => {
  const reasons = ['exhausted', 'too_fast', 'not_in_plan', 'suspended', 'unavailable'];
  expect(reasons.filter((reason) => quotaRefusalOf({ data: { quota: { reason } } }) === null)).toEqual([]);
});

test('an error of another kind is no refusal', () => {
  const others = [
    null,
    undefined,
    'text',
    new Error('network'),
    { data: null },
    { data: { quota: null } },
    { data: { quota: { outcome: 'replayed' } } },
    { data: { quota: { reason: 'toString' } } },
  ];
  expect(others.map(quotaRefusalOf)).toEqual(others.map(() => null));
});
