import type { QuotaRefusal } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { contracts, poolTooSmall, suspended, tooFast } from '../../test/contract-data.ts';
import { catalog, noGenerations, noRoomForProject, notInPlan, unavailable } from '../../test/sheet-data.ts';
import { formatWait } from '../wait-words.ts';
import { refusalWords } from './refusal-words.ts';

const words = (refusal: QuotaRefusal, kept?: string) =>
  refusalWords(refusal, { catalog, organisation: 'Tern Notes', zone: 'Europe/Lisbon', ...(kept && { kept }) });
const plain = (refusal: QuotaRefusal<typeof catalog>, changes: object = {}) =>
  ({ ...refusal, ...changes }) as QuotaRefusal;

test('a spent allowance says until when, and that the try used nothing', () => {
  expect(words(plain(noGenerations), 'your prompt is kept')).toEqual({
    title: 'No AI generations remaining until 1 Dec',
    sentence:
      'Tern Notes has used all 10 AI generations of this period on Free. This try used nothing, and your prompt is kept.',
  });
});

test('a limit of one reads like one', () => {
  expect(words(plain(noGenerations, { line: 1, used: 1 })).sentence).toBe(
    'Tern Notes has used the 1 generation of this period on Free. This try used nothing.',
  );
});

test('a request for more than is remaining says what is', () => {
  expect(words(plain(noGenerations, { asked: 5, used: 8, remaining: 2 }))).toEqual({
    title: 'Only 2 AI generations remaining until 1 Dec',
    sentence: 'Tern Notes has used 8 of 10 AI generations on Free. This try used nothing.',
  });
});

test('what running calls hold is not called used', () => {
  expect(words(plain(noGenerations, { used: 8, held: 2 })).sentence).toBe(
    'Tern Notes has used 8 of 10 AI generations on Free, and 2 are held for work in flight. This try used nothing.',
  );
});

test('a full level names the thing that has no room', () => {
  expect(words(plain(noRoomForProject))).toEqual({
    title: 'No room for another project',
    sentence: 'Tern Notes has 10 of 10 projects on Starter. Nothing was created.',
  });
  expect(words(plain(noRoomForProject, { asked: 3 })).title).toBe('No room for 3 more projects');
});

test('a meter outside the plan names the plan that has it', () => {
  expect(words(plain(notInPlan)).title).toBe('Scheduled runs are part of Growth');
  expect(words(plain(notInPlan, { remedies: [] })).title).toBe('Scheduled runs are not part of Starter');
});

test('limits that can’t be checked are nobody’s fault and come back soon', () => {
  expect(words(plain(unavailable))).toEqual({
    title: 'We can’t check your limits right now',
    sentence: 'So this call was not made, and nothing was used. Again in 10 seconds.',
  });
  expect([1, 1000, 59_001, 90_000].map(formatWait)).toEqual(['1 second', '1 second', '1 minute', '1 minute']);
});

const contractWords = (refusal: QuotaRefusal<typeof contracts>, changes: object = {}) =>
  refusalWords({ ...refusal, ...changes } as QuotaRefusal, {
    catalog: contracts,
    organisation: 'Kestrel Press',
    zone: 'UTC',
    support: 'support@example.com',
  });

test('calls that come too fast hear in how many seconds there is room', () => {
  expect(contractWords(tooFast())).toEqual({
    title: 'Too many calls just now',
    sentence: 'Again in 4 seconds. This try used nothing.',
  });
  expect(contractWords(tooFast(null)).sentence).toBe('No more than 20 at once. This try used nothing.');
});

test('a pause says what stays and where to write', () => {
  expect(contractWords(suspended)).toEqual({
    title: 'Kestrel Press is paused',
    sentence:
      'Calls wait until it is resumed; your data is untouched. This try used nothing. Write to support@example.com.',
  });
});

test('what is remaining counts the own limit and the pool, and the sentence tells them apart', () => {
  expect(contractWords(poolTooSmall)).toEqual({
    title: 'Only 14 renders remaining until 1 Dec',
    sentence:
      'Kestrel Press has used 98 of 100 renders on Starter; your organisation’s pool has 12 left. This try used nothing.',
  });
});

test('what was used beyond the limit is said as beyond it', () => {
  const limit = contracts.plans.starter.limits.exports;
  const exports = { meter: 'exports', limit, line: 10, ceiling: 15, used: 15, remaining: 0, pool: null };
  expect(contractWords(poolTooSmall, exports).sentence).toBe(
    'Kestrel Press has used all 10 exports of this period on Starter, and 5 beyond the limit. This try used nothing.',
  );
});

test('an allowance that is never refilled is no level', () => {
  const once = { meter: 'drafts', limit: contracts.plans.starter.limits.drafts, line: 5, used: 5, remaining: 0 };
  expect(contractWords(poolTooSmall, { ...once, ceiling: 5, pool: null, period: null }).title).toBe(
    'No drafts remaining',
  );
});
