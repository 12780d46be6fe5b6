import { formatAmount, type MeterStatus, type MeterUsage } from '@plimsoll/quota';
import { usedBeyond } from './beyond.ts';
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

/** `Resets 1 Dec` for an allowance; null for a level, which never does. */
export const resetWords = ({ period }: MeterUsage, zone: string): string | null =>
  period && `Resets ${formatTurn(period, zone)}`;

/** States that a customer should look at, the worst first. */
export const attention: readonly MeterStatus[] = ['exhausted', 'over', 'critical', 'grace', 'warning', 'overage'];

/** A rate is full for a moment and free again: it comes and goes too fast to ask for attention. */
export const needsAttention = ({ status, kind }: MeterUsage): boolean => kind !== 'rate' && attention.includes(status);
