import { type Catalog, type MeterUsage, thresholdAmounts } from '@plimsoll/quota';

/**
 * A rate's usage with the one mark that is drawn for it: where it first warns. A rate sends no notices, so its usage
 * carries no thresholds; other kinds stay as they are.
 */
export function withRateMark(catalog: Catalog, name: string, usage: MeterUsage): MeterUsage {
  if (usage.kind !== 'rate' || usage.ceiling === null) return usage;
  const marks = thresholdAmounts(catalog.meters[name]?.thresholds ?? catalog.thresholds, usage.ceiling);
  const warning = marks.find(({ level }) => level === 'warning');
  return { ...usage, thresholds: warning ? [{ ...warning, passed: usage.used >= warning.amount }] : [] };
}
