import fc from 'fast-check';
import { expect, it } from 'vitest';
import { percentOf } from './percent-of.ts';

it.each([
  [0, 100, 0],
  [29, 100, 29],
  [57, 100, 57],
  [199, 200, 99],
  [150, 100, 150],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 100],
  [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER, 99],
])('%i of %i are %i percent', (amount, line, percent) => {
  expect(percentOf(amount, line)).toBe(percent);
});

it('the percent is rounded down and exact for every safe amount and line', () => {
  const any = fc.oneof(fc.maxSafeNat(), fc.nat(1_000));
  fc.assert(
    fc.property(
      any,
      any.filter((line) => line > 0),
      (amount, line) => {
        expect(percentOf(amount, line)).toBe(Number((BigInt(amount) * 100n) / BigInt(line)));
      },
    ),
  );
});
