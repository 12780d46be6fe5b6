import { expect, test } from 'vitest';
import { standing } from '../../test/sheet-data.ts';
import { countOf, formatCompact, inSentence, meterValueText, resetWords, statusWords } from './meter-words.ts';

const generations = (used: number, held = 0) => standing('aiGenerations', 'starter', { used, held });

test('a status is words of its own, without colour', () => {
  expect(statusWords(generations(41))).toBe('41\u00a0% used');
  expect(statusWords(generations(85))).toBe('80\u00a0% passed');
  expect(statusWords(generations(96))).toBe('95\u00a0% passed');
  expect(statusWords(generations(100))).toBe('Limit reached');
  expect(statusWords(generations(130))).toBe('Over the limit');
  expect(statusWords(standing('seats', 'starter', { used: 6 }))).toBe('Unlimited');
  expect(statusWords(standing('scheduledRuns', 'starter', { used: 0 }), 'Starter')).toBe('Not in Starter');
});

test('a little of much is not called nothing', () => {
  expect(statusWords(standing('aiTokens', 'growth', { used: 100 }))).toBe('Under 1\u00a0% used');
  expect(statusWords(standing('aiTokens', 'growth', { used: 0 }))).toBe('0\u00a0% used');
});

test('a screen reader hears used, held, remaining and what is over the limit', () => {
  expect(meterValueText(generations(82, 4))).toBe('82 of 100 used, 4 held, 14 remaining');
  expect(meterValueText(generations(130))).toBe('130 of 100 used, 30 over the limit, 0 remaining');
});

test('labels keep their abbreviations inside a sentence', () => {
  expect([inSentence('AI generations'), inSentence('Projects'), inSentence('API calls')]).toEqual([
    'AI generations',
    'projects',
    'API calls',
  ]);
  expect(countOf(1, { label: 'Projects', unit: 'project' })).toBe('1 project');
  expect(countOf(1200, { label: 'AI tokens', unit: 'token' })).toBe('1,200 AI tokens');
});

test('a shortened figure never shows more than there is', () => {
  expect([9_999, 31_299, 488_300, 999_999, 1_250_000].map(formatCompact)).toEqual([
    '9,999',
    '31.2k',
    '488k',
    '999k',
    '1.25M',
  ]);
});

test('an allowance says when it resets in the tenant’s own zone, a level never', () => {
  expect(resetWords(generations(1), 'Europe/Lisbon')).toBe('Resets 1 Dec');
  expect(resetWords(generations(1), 'America/New_York')).toBe('Resets 30 Nov');
  expect(resetWords(standing('projects', 'starter', { used: 1 }), 'UTC')).toBeNull();
});
