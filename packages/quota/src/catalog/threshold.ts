import { percentOf } from './percent-of.ts';

/**
 * What a share of the line means. `mark` is a tick on the meter and sends nothing; the others make a notice, in rising
 * order of weight.
 */
export type ThresholdLevel = 'mark' | 'warning' | 'critical' | 'reached';

/** Weight of each level, for "named by the highest". */
const weight: Record<ThresholdLevel, number> = { mark: 0, warning: 1, critical: 2, reached: 3 };

/** Shares of the line in percent, 1 … 100, with what passing each means. */
export type Thresholds = Readonly<Record<number, ThresholdLevel>>;

export const defaultThresholds: Thresholds = { 50: 'mark', 80: 'warning', 95: 'critical', 100: 'reached' };

/** Amounts left of the line, whole units from 0, with what falling to each means: `{ left: { 1000: 'warning', 0: 'reached' } }`. */
export type AmountsLeft = { readonly left: Readonly<Record<number, ThresholdLevel>> };

/** A meter's own thresholds: shares of its line, or amounts left of it. */
export type MeterThresholds = Thresholds | AmountsLeft;

export const isAmountsLeft = (thresholds: MeterThresholds): thresholds is AmountsLeft => 'left' in thresholds;

export type ThresholdAmount = {
  /** Share of the line in percent, rounded down, 0 … 100. */
  readonly percent: number;
  readonly level: ThresholdLevel;
  /** The amount of `used` at which it is passed: ⌈percent × line⌉, or line − amount left. */
  readonly amount: number;
};

/**
 * Where each threshold stands on a line, lowest first. Amounts left that the line doesn't have are left out.
 * @param line whole units; 0 has no thresholds.
 */
export function thresholdAmounts(thresholds: MeterThresholds, line: number): ThresholdAmount[] {
  if (line <= 0) return [];
  const amounts = isAmountsLeft(thresholds)
    ? Object.entries(thresholds.left)
        .map(([left, level]) => ({ level, amount: line - Number(left) }))
        .filter(({ amount }) => amount > 0)
        .map((mark) => ({ ...mark, percent: percentOf(mark.amount, line) }))
    : Object.entries(thresholds).map(([key, level]) => ({
        percent: Number(key),
        level,
        amount: shareOf(line, Number(key)),
      }));
  return amounts.sort((a, b) => a.amount - b.amount || a.percent - b.percent);
}

/** Those that make a notice: one an amount, named by the highest level that stands on it. */
export function noticeAmounts(thresholds: MeterThresholds, line: number): ThresholdAmount[] {
  const byAmount = new Map<number, ThresholdAmount>();
  for (const threshold of thresholdAmounts(thresholds, line)) {
    if (threshold.level === 'mark') continue;
    const other = byAmount.get(threshold.amount);
    if (!other || weight[threshold.level] >= weight[other.level]) byAmount.set(threshold.amount, threshold);
  }
  return [...byAmount.values()];
}

/** ⌈percent × line / 100⌉ without a fraction on the way, exact up to the largest safe integer. */
function shareOf(line: number, percent: number): number {
  const hundreds = Math.floor(line / 100);
  return hundreds * percent + Math.ceil(((line - hundreds * 100) * percent) / 100);
}
