import type { Remedy } from '@plimsoll/quota';
import { usd } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { contracts } from '../../test/contract-data.ts';
import { catalog, period } from '../../test/sheet-data.ts';
import { wayWords } from './way-words.ts';

const say = (remedy: Remedy, meter = 'aiGenerations') =>
  Object.values(wayWords(remedy, { catalog, meter, limit: 10, zone: 'Europe/Lisbon' })).join(' | ');

test('every way forward says what to do and what it brings', () => {
  expect(say({ type: 'reduce', amount: 2 })).toBe('Ask for 2 | 2 AI generations can be granted right now.');
  expect(say({ type: 'free', amount: 1 }, 'projects')).toBe(
    'Free some: delete 1 project | Room that is freed can be used at once.',
  );
  expect(say({ type: 'upgrade', plan: 'starter', name: 'Starter', price: usd(19), line: 100, more: 90 })).toBe(
    'Upgrade to Starter: 90 more at once | 100 AI generations instead of 10. | $19 a month',
  );
  expect(say({ type: 'upgrade', plan: 'growth', name: 'Growth', price: usd(79), line: null, more: null })).toBe(
    'Upgrade to Growth: no limit | Unlimited AI generations. | $79 a month',
  );
  expect(say({ type: 'ask_owner', plan: 'starter', name: 'Starter' })).toBe(
    'Ask an owner | Only an owner can change the plan. Starter has room for this.',
  );
  expect(say({ type: 'wait', until: period.end, waitMs: 1_170_900_000 })).toBe(
    'Wait until 1 Dec | 10 AI generations again at 00:00, Europe/Lisbon. | in 13 days 13 hours',
  );
});

test('waiting for a rate is counted in seconds, for a window in the time of day', () => {
  const wait = (meter: string, until: string, waitMs: number) =>
    wayWords({ type: 'wait', until, waitMs }, { catalog: contracts, meter, limit: 40, zone: 'UTC' });
  expect(wait('requests', '2026-11-17T10:45:04.000Z', 4_000)).toEqual({
    title: 'Wait 4 seconds',
    text: 'Room comes back by itself, call by call.',
  });
  expect(wait('messages', '2026-11-17T15:12:00.000Z', 16_020_000).title).toBe('Wait until Tue 17 Nov, 15:12');
});

test('an upgrade says what is given where nothing, or nothing of one’s own, was given before', () => {
  const upgrade = { type: 'upgrade', plan: 'growth', name: 'Growth', price: usd(79), line: 1000, more: 1000 } as const;
  expect(wayWords(upgrade, { catalog: contracts, meter: 'scheduledRuns', limit: null, zone: 'UTC' }).text).toBe(
    '1,000 scheduled runs.',
  );
});
