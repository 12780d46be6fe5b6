import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultThresholds, noticeAmounts, thresholdAmounts } from './threshold.ts';

it('several thresholds at one amount make one notice, named by the highest', () => {
  expect(noticeAmounts(defaultThresholds, 10).map(({ amount, level }) => `${amount} ${level}`)).toEqual([
    '8 warning',
    '10 reached',
  ]);
  expect(noticeAmounts(defaultThresholds, 1).map(({ amount, level }) => `${amount} ${level}`)).toEqual(['1 reached']);
});

it('a mark is a tick: it makes no notice', () => {
  expect(noticeAmounts({ 50: 'mark' }, 100)).toEqual([]);
  expect(thresholdAmounts({ 50: 'mark' }, 100)).toEqual([{ percent: 50, level: 'mark', amount: 50 }]);
});

it('no line has no thresholds', () => {
  expect(thresholdAmounts(defaultThresholds, 0)).toEqual([]);
});

it('the amount is the share of the line rounded up, exact for every safe line', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      fc.integer({ min: 1, max: 100 }),
      (line, percent) => {
        const exact = (BigInt(line) * BigInt(percent) + 99n) / 100n;
        expect(thresholdAmounts({ [percent]: 'warning' }, line)[0]?.amount).toBe(Number(exact));
      },
    ),
  );
});

const left = { left: { 1000: 'warning', 71: 'critical', 0: 'reached' } } as const;

it('an amount left stands that much below the line, its percent rounded down', () => {
  expect(thresholdAmounts(left, 10_000)).toEqual([
    { percent: 90, level: 'warning', amount: 9_000 },
    { percent: 99, level: 'critical', amount: 9_929 },
    { percent: 100, level: 'reached', amount: 10_000 },
  ]);
  expect(thresholdAmounts(left, 100)[0]).toEqual({ percent: 29, level: 'critical', amount: 29 });
});

it('amounts left that the line does not have, or has only when nothing is used, are left out', () => {
  expect(thresholdAmounts(left, 1_000).map(({ amount }) => amount)).toEqual([929, 1_000]);
  expect(thresholdAmounts(left, 71).map(({ amount }) => amount)).toEqual([71]);
  expect(thresholdAmounts(left, 0)).toEqual([]);
});

it('amounts left make notices, and a mark among them none', () => {
  expect(noticeAmounts({ left: { 50: 'mark', 10: 'warning', 0: 'reached' } }, 100)).toEqual([
    { percent: 90, level: 'warning', amount: 90 },
    { percent: 100, level: 'reached', amount: 100 },
  ]);
});
