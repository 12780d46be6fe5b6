import { expect, test } from 'vitest';
import { contract, contracts } from '../../test/contract-data.ts';
import { standing } from '../../test/sheet-data.ts';
import { inSentence } from './in-sentence.ts';
import { countOf, formatCompact, needsAttention, resetWords, statusWords } from './meter-words.ts';
import { withRateMark } from './rate-mark.ts';

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

test('beyond the line the words say on which terms', () => {
  const until = '2026-11-19T09:14:00.000Z';
  expect(statusWords(contract('exports', { used: 12 }))).toBe('2 beyond the limit');
  expect(statusWords(contract('exports', { used: 10 }))).toBe('100\u00a0% used');
  expect(statusWords(contract('exports', { used: 15 }))).toBe('Limit reached');
  expect(statusWords(contract('articles', { used: 523, graceUntil: until }))).toBe('In grace');
  expect(statusWords(contract('lookups', { used: 1150 }))).toBe('Over the limit');
});

test('a rate has words for how close it is, and asks for no attention', () => {
  const requests = (used: number) => withRateMark(contracts, 'requests', contract('requests', { used }));
  expect([12, 16, 20].map((used) => statusWords(requests(used)))).toEqual([
    'Well below the limit',
    'Close to the limit',
    'Too fast',
  ]);
  expect(needsAttention(requests(20))).toBe(false);
  expect(needsAttention(generations(100))).toBe(true);
});

test('what comes from the pool is not called unlimited', () => {
  expect(statusWords(contract('seats', { used: 300 }))).toBe('From the pool');
  const empty = { line: 3_000, used: 3_000, held: 0, remaining: 0 };
  expect(statusWords(contract('seats', { used: 300, pool: empty }))).toBe('Pool used up');
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

test('a period of hours turns at a time of day', () => {
  const hours = { start: '2026-11-17T10:12:00.000Z', end: '2026-11-17T15:12:00.000Z' };
  expect(resetWords({ ...generations(1), period: hours }, 'UTC')).toBe('Resets Tue 17 Nov, 15:12');
});
