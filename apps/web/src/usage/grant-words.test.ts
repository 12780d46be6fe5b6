import { expect, test } from 'vitest';
import { expiryWords } from './grant-words.ts';

const at = '2026-11-17T10:45:00.000Z';
const grant = { startsAt: '2026-11-02T00:00:00.000Z', expiresAt: '2026-11-30T12:00:00.000Z', remaining: 10 };

test('a grant says when it ends, also when it never does', () => {
  expect(expiryWords(grant, at, 'UTC')).toBe('30 Nov');
  expect(expiryWords({ ...grant, expiresAt: '2026-12-01T00:00:00.000Z' }, at, 'America/New_York')).toBe('30 Nov');
  expect(expiryWords({ ...grant, expiresAt: null }, at, 'UTC')).toBe('Never');
});

test('a grant that hasn’t begun says from when', () => {
  const later = { ...grant, startsAt: '2026-12-01T00:00:00.000Z', expiresAt: '2026-12-31T00:00:00.000Z' };
  expect(expiryWords(later, at, 'UTC')).toBe('From 1 Dec to 31 Dec');
  expect(expiryWords({ ...later, expiresAt: null }, at, 'UTC')).toBe('From 1 Dec');
});

test('a grant with nothing left says why', () => {
  expect(expiryWords({ ...grant, remaining: 0 }, at, 'UTC')).toBe('Used up');
  expect(expiryWords({ ...grant, remaining: 0, expiresAt: '2026-11-16T00:00:00.000Z' }, at, 'UTC')).toBe(
    'Expired 16 Nov',
  );
});
