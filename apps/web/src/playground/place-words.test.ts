import type { TenantUsage } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import type { AppCatalog } from '../../server/catalog.ts';
import { placeWords } from './place-words.ts';

const usageOf = (used: number, line: number | null) =>
  ({ scope: 'tenant', meters: { projects: { used, line } } }) as TenantUsage<AppCatalog>;

test('a place that becomes free is counted, also where more than the limit are there', () => {
  expect(placeWords(usageOf(3, 3), 'projects')).toBe('Its place becomes free at once: you then have 2 of 3 projects.');
  expect(placeWords(usageOf(5, 3), 'projects')).toBe('Its place becomes free at once: you then have 4 of 3 projects.');
});

test('nothing is counted without a limit, nor for whoever doesn’t see the organisation’s usage', () => {
  expect(placeWords(usageOf(3, null), 'projects')).toBe('Its place becomes free at once.');
  expect(placeWords(undefined, 'projects')).toBe('Its place becomes free at once.');
});
