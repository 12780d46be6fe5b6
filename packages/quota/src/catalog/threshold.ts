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

export type ThresholdAmount = {
  /** Share of the line in percent, 1 … 100. */
  readonly percent: number;
  readonly level: ThresholdLevel;
  /** The amount of `used` at which it is passed: ⌈percent × line⌉. */
  readonly amount: number;
};

/**
 * Where each threshold stands on a line, lowest first.
 * @param line whole units; 0 has no thresholds.
 */
export function thresholdAmounts(thresholds: Thresholds, line: number): ThresholdAmount[] {
  if (line <= 0) return [];
  return Object.entries(thresholds)
    .map(([key, level]) => ({ percent: Number(key), level, amount: shareOf(line, Number(key)) }))
    .sort((a, b) => a.percent - b.percent);
}

/** Those that make a notice: one an amount, named by the highest level that stands on it. */
export function noticeAmounts(thresholds: Thresholds, line: number): ThresholdAmount[] {
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
