import type { QuotaRefusal } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { catalog, noGenerations, noRoomForProject, notInPlan, unavailable } from '../../test/sheet-data.ts';
import { formatWait, refusalWords } from './refusal-words.ts';

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
    'Tern Notes has used 8 of 10 AI generations on Free, and 2 are held by running calls. This try used nothing.',
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
