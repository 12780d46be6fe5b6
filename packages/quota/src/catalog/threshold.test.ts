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
