import { formatAmount, formatDay, type MeterStatus, type MeterUsage } from '@plimsoll/quota';

const noBreak = '\u00a0';

/** `82 %`, with a space that doesn't break. */
const formatPercent = (percent: number): string => `${formatAmount(percent)}${noBreak}%`;

/** `82 % used`; a little of much is `Under 1 % used`, not nothing. */
export const usedShare = ({ percent, used }: MeterUsage): string =>
  `${percent === 0 && used > 0 ? `Under ${formatPercent(1)}` : formatPercent(percent ?? 0)} used`;

/** A label inside a sentence: `Projects` → `projects`; `AI generations` and `API calls` stay. */
export function inSentence(label: string): string {
  const second = label.charAt(1);
  return second !== second.toLowerCase() ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

/** `1 project`, `3 projects`, `82 AI generations`. */
export const countOf = (amount: number, { label, unit }: { label: string; unit: string }): string =>
  amount === 1 ? `1 ${unit}` : `${formatAmount(amount)} ${inSentence(label)}`;

const compact = new Intl.NumberFormat('en', {
  notation: 'compact',
  maximumSignificantDigits: 3,
  roundingMode: 'trunc',
});

/** For narrow places: `9,999`, then `31.2k`, `488k`, `1M`. Rounded down, so that it never shows more than there is. */
export const formatCompact = (amount: number): string =>
  amount < 10_000 ? formatAmount(amount) : compact.format(amount).replace('K', 'k');

/** What a status says in two or three words: `41 % used`, `80 % passed`, `Limit reached`. */
export function statusWords(usage: MeterUsage, planTitle?: string): string {
  const { status, percent, thresholds } = usage;
  switch (status) {
    case 'calm':
      return usedShare(usage);
    case 'warning':
    case 'critical': {
      const highest = thresholds.findLast(({ passed }) => passed);
      return `${formatPercent(highest?.percent ?? percent ?? 0)} passed`;
    }
    case 'exhausted':
      return 'Limit reached';
    case 'over':
      return 'Over the limit';
    case 'unlimited':
      return 'Unlimited';
    case 'not_in_plan':
      return planTitle ? `Not in ${planTitle}` : 'Not in this plan';
    default:
      return status satisfies never;
  }
}

/** The whole truth about a meter for a screen reader: `82 of 100 used, 4 held, 14 remaining`. */
export function meterValueText(usage: MeterUsage): string {
  const { used, held, line, remaining } = usage;
  const parts = [`${formatAmount(used)} of ${formatAmount(line ?? 0)} used`];
  if (held > 0) parts.push(`${formatAmount(held)} held`);
  if (line !== null && used > line) parts.push(`${formatAmount(used - line)} over the limit`);
  parts.push(`${formatAmount(remaining ?? 0)} remaining`);
  return parts.join(', ');
}

/** `Resets 1 Dec` for an allowance; null for a level, which never does. */
export const resetWords = ({ period }: MeterUsage, zone: string): string | null =>
  period && `Resets ${formatDay(period.end, zone)}`;

/** States that a customer should look at, the worst first. */
export const attention: readonly MeterStatus[] = ['exhausted', 'over', 'critical', 'warning'];
