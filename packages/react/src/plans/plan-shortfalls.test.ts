import { comparePlans } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { catalog, usageOn } from '../../test/sheet-data.ts';
import { planShortfalls } from './plan-shortfalls.ts';

const usage = usageOn('starter', {
  aiGenerations: { used: 82 },
  aiTokens: { used: 0 },
  projects: { used: 10 },
  exports: { used: 0 },
  seats: { used: 1 },
  scheduledRuns: { used: 0 },
});
const shortfalls = (name: string) => {
  const plan = comparePlans(catalog, usage).find((one) => one.name === name);
  return plan && planShortfalls(catalog, usage, plan);
};

test('a smaller plan lists what it has no room for, a larger one nothing', () => {
  expect(shortfalls('free')).toEqual([
    'AI generations: would refuse 72 of your 82',
    'Projects: 7 too many; none is deleted',
  ]);
  expect(shortfalls('growth')).toEqual([]);
});
