import { expect, test } from 'vitest';
import { contract } from '../../test/contract-data.ts';
import { standing } from '../../test/sheet-data.ts';
import { meterValueText } from './value-text.ts';

const generations = (used: number, held = 0) => standing('aiGenerations', 'starter', { used, held });

test('a screen reader hears used, held, remaining and what is over the limit', () => {
  expect(meterValueText(generations(82, 4))).toBe('82 of 100 used, 4 held, 14 remaining');
  expect(meterValueText(generations(130))).toBe('130 of 100 used, 30 over the limit, 0 remaining');
});

test('what is given beyond the line is said with its terms', () => {
  expect(meterValueText(contract('exports', { used: 7, held: 1 }))).toBe(
    '7 of 10 used, 1 held, 2 remaining, 5 more at $0.50 each',
  );
  expect(meterValueText(contract('exports', { used: 12 }))).toBe(
    '12 of 10 used, 2 beyond the limit, $1.00 so far, 3 more at $0.50 each',
  );
  expect(meterValueText(contract('exports', { used: 15 }))).toBe(
    '15 of 10 used, 5 beyond the limit, $2.50 so far, 0 remaining',
  );
  const inGrace = contract('articles', { used: 523, graceUntil: '2026-11-19T09:14:00.000Z' });
  expect(meterValueText(inGrace, { zone: 'UTC' })).toBe(
    '523 of 500 used, 23 beyond the limit, 27 more until Thu 19 Nov, 09:14',
  );
  expect(meterValueText(inGrace)).toBe('523 of 500 used, 23 beyond the limit, 27 more in grace');
  expect(meterValueText(contract('lookups', { used: 1150 }))).toBe(
    '1,150 of 1,000 used, 150 over the limit, more is allowed',
  );
});

test('a rate is said as how many at once, and how many in its time', () => {
  expect(meterValueText(contract('requests', { used: 12 }), { per: 'minute' })).toBe(
    '12 of 20 at once, 8 remaining, 60 a minute',
  );
});

test('what a pool has is said as the pool’s', () => {
  expect(meterValueText(contract('renders', { used: 60 }))).toBe(
    '60 of 100 used, 40 remaining, draws from your organisation’s pool: 1,200 remaining there',
  );
  expect(meterValueText(contract('seats', { used: 300 }))).toBe(
    '300 used, draws from your organisation’s pool: 1,200 remaining there',
  );
});
