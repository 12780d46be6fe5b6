import { capped, none, pooled, unlimited, usd, windowOf } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { limitText, limitWords } from './limit-words.ts';

test('a limit says by what it counts', () => {
  expect(limitWords(capped(1000), 'month', 'Free')).toEqual({ amount: '1,000', per: 'a month', after: '' });
  const texts = [
    limitText(capped(3), null, 'Free'),
    limitText(capped(40), windowOf({ hours: 5 }), 'Free'),
    limitText(capped(40), 'hour', 'Free'),
    limitText(capped(2), 'lifetime', 'Free'),
  ];
  expect(texts).toEqual(['3 at a time', '40 in 5 hours', '40 an hour', '2 in all']);
});

test('a limit says what follows once it is used', () => {
  expect(limitText(capped(100, { overage: { upTo: 20, price: usd(0.15) } }), 'month', 'Starter')).toBe(
    '100 a month, then 20 more at $0.15',
  );
  expect(limitText(capped(500, { grace: { upTo: 50, days: 3 } }), 'month', 'Growth')).toBe(
    '500 a month, then 50 more for 3 days',
  );
  expect(limitText(capped(60, { burst: 20 }), 'minute', 'Starter')).toBe('60 a minute, 20 at once');
  expect(limitText(capped(5, { soft: true }), 'day', 'Starter')).toBe('5 a day, more is allowed');
  expect(limitText(capped(5, { rollover: { upTo: 2, periods: 1 } }), 'day', 'Starter')).toBe(
    '5 a day, up to 2 left over go on',
  );
});

test('a pool is named as the organisation’s', () => {
  expect(limitText(pooled(), 'month', 'Team')).toBe('From the organisation’s pool');
  expect(limitText(pooled({ cap: 500 }), 'month', 'Team')).toBe('Up to 500 a month, from the organisation’s pool');
  expect(limitText(capped(100, { rest: 'pool' }), 'month', 'Team')).toBe(
    '100 a month, then from the organisation’s pool',
  );
});

test('no limit and no part of the plan are words, not numbers', () => {
  expect(limitText(unlimited, null, 'Free')).toBe('Unlimited');
  expect(limitText(none, 'month', 'Free')).toBe('Not in Free');
});
