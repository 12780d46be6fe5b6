import { expect, test } from 'vitest';
import { triesText } from './tries-text.ts';

const tries = (...outcomes: string[]) => triesText(outcomes.map((outcome) => ({ outcome })));

test('it says at which try a mail was accepted, and whether it was tried again', () => {
  expect(tries('accepted')).toBe('accepted once, at the first try');
  expect(tries('application_error', 'accepted')).toBe('accepted once, at the second try');
  expect(tries('accepted', 'replayed', 'replayed')).toBe('accepted once, at the first try; tried 3 times');
});
