import { formatAmount, formatMoment, type MeterStatus, type MeterUsage } from '@plimsoll/quota';
import { formatSum, usedBeyond } from './beyond.ts';
import { inSentence } from './in-sentence.ts';
import { formatTurn } from './turn-words.ts';

const noBreak = '\u00a0';

/** `82 %`, with a space that doesn't break. */
const formatPercent = (percent: number): string => `${formatAmount(percent)}${noBreak}%`;

/** `82 % used`; a little of much is `Under 1 % used`, not nothing. */
export const usedShare = ({ percent, used }: MeterUsage): string =>
  `${percent === 0 && used > 0 ? `Under ${formatPercent(1)}` : formatPercent(percent ?? 0)} used`;

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

/** What a status says in two or three words: `41 % used`, `80 % passed`, `Limit reached`, `2 beyond the limit`. */
export function statusWords(usage: MeterUsage, planTitle?: string): string {
  const { status, percent, thresholds, kind, limit } = usage;
  // All of it comes from the pool: there is no line of its own that it could be a share of.
  const isPooled = limit.type === 'pooled' && usage.line === null;
  switch (status) {
    case 'calm':
      if (isPooled) return 'From the pool';
      if (kind !== 'rate') return usedShare(usage);
      return thresholds.some(({ passed }) => passed) ? 'Close to the limit' : 'Well below the limit';
    case 'warning':
    case 'critical': {
      const highest = thresholds.findLast(({ passed }) => passed);
      const share = formatPercent(highest?.percent ?? percent ?? 0);
      return highest?.level === 'reached' ? `${share} used` : `${share} passed`;
    }
    case 'overage':
      return `${formatAmount(usedBeyond(usage))} beyond the limit`;
    case 'grace':
      return 'In grace';
    case 'exhausted':
      if (kind === 'rate') return 'Too fast';
      return isPooled ? 'Pool used up' : 'Limit reached';
    case 'over':
      return 'Over the limit';
    case 'unlimited':
      return isPooled ? 'From the pool' : 'Unlimited';
    case 'not_in_plan':
      return planTitle ? `Not in ${planTitle}` : 'Not in this plan';
    default:
      return status satisfies never;
  }
}

/** A status where nothing stands beside it: `2 beyond the limit, $1.00 so far`, `In grace until Thu 19 Nov, 09:14`. */
export function fullStatusWords(usage: MeterUsage, zone: string, planTitle?: string): string {
  const words = statusWords(usage, planTitle);
  const { beyond, status } = usage;
  if (status === 'overage' && beyond?.type === 'overage') return `${words}, ${formatSum(beyond.cost)} so far`;
  if (status === 'grace' && beyond?.type === 'grace' && beyond.until !== null) {
    return `${words} until ${formatMoment(beyond.until, zone)}`;
  }
  return words;
}

/** `Resets 1 Dec` for an allowance; null for a level, which never does. */
export const resetWords = ({ period }: MeterUsage, zone: string): string | null =>
  period && `Resets ${formatTurn(period, zone)}`;

/** States that a customer should look at, the worst first. */
export const attention: readonly MeterStatus[] = ['exhausted', 'over', 'critical', 'grace', 'warning', 'overage'];

/** A rate is full for a moment and free again: it comes and goes too fast to ask for attention. */
export const needsAttention = ({ status, kind }: MeterUsage): boolean => kind !== 'rate' && attention.includes(status);
