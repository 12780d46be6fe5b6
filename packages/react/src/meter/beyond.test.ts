import { expect, test } from 'vitest';
import { contract } from '../../test/contract-data.ts';
import { isGraceOver, leftBeyond, leftOfLine, moreWords } from './beyond.ts';

test('what is left of the line and what is left beyond it are two amounts', () => {
  const below = contract('exports', { used: 7, held: 1 });
  expect([leftOfLine(below), leftBeyond(below)]).toEqual([2, 5]);
  const above = contract('exports', { used: 12, held: 1 });
  expect([leftOfLine(above), leftBeyond(above)]).toEqual([0, 2]);
});

test('more is named on its terms', () => {
  expect(moreWords(contract('exports', { used: 12 }))).toBe('3 more at $0.50 each');
  expect(moreWords(contract('articles', { used: 400 }))).toBe('50 more for 3 days');
  const until = '2026-11-19T09:14:00.000Z';
  expect(moreWords(contract('articles', { used: 523, graceUntil: until }), 'UTC')).toBe(
    '27 more until Thu 19 Nov, 09:14',
  );
  expect(moreWords(contract('lookups', { used: 1_300 }))).toBe('more is allowed');
  expect(moreWords(contract('drafts', { used: 3 }))).toBeNull();
});

test('grace that is over gives nothing more', () => {
  const over = contract('articles', { used: 523, graceUntil: '2026-11-16T09:14:00.000Z', isGraceOver: true });
  expect([isGraceOver(over), leftBeyond(over), moreWords(over, 'UTC')]).toEqual([true, 0, null]);
});
