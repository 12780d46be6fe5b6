import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { anchorOf } from './anchor.ts';

it('a billing day becomes a date with that day, and the 1st starts weeks on Mondays', () => {
  expect([1, 9, 31].map(anchorOf)).toEqual(['2001-01-01', '2001-01-09', '2001-01-31']);
  expect(Temporal.PlainDate.from(anchorOf(1)).dayOfWeek).toBe(1);
});

it('a date is passed on', () => {
  expect(['2024-02-29', '1999-12-31', '0001-01-01'].map(anchorOf)).toEqual(['2024-02-29', '1999-12-31', '0001-01-01']);
});

it.each([
  0,
  32,
  1.5,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  '1',
  '2023-02-29',
  '2001-13-01',
  '2001-1-1',
  '0000-01-01',
  '+002001-01-01',
  '20010101',
  '2001-01-01T00:00',
  '2001-01-01[u-ca=hebrew]',
  ' 2001-01-01',
  '2001-01-01\n',
])('refuses %j as an anchor', (wrong) => {
  expect(() => anchorOf(wrong)).toThrow(RangeError);
});

it.each([null, undefined, {}, true])('refuses %j, which the types forbid, as an anchor', (wrong) => {
  expect(() => anchorOf(wrong as never)).toThrow(RangeError);
});
