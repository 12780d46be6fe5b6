import { formatAmount, type MeterUsage } from '@plimsoll/quota';
import { formatSum, leftOfLine, moreWords, usedBeyond } from './beyond.ts';
import { inSentence } from './in-sentence.ts';
import { type CountedPer, perWords } from './per-words.ts';
import { poolWords } from './pool-words.ts';

/** What the words of a meter need to know beside its amounts. */
export type ValueContext = {
  /** IANA time zone of the tenant; without it, the end of a grace isn't said. */
  readonly zone?: string | undefined;
  /** The time by which it counts; without it, a rate says only how many at once. */
  readonly per?: CountedPer | undefined;
};

/**
 * The whole truth about a meter for a screen reader: `82 of 100 used, 4 held, 14 remaining, 20 more at $0.15 each`,
 * `12 of 20 at once, 8 remaining, 60 a minute`.
 */
export function meterValueText(usage: MeterUsage, { zone, per = null }: ValueContext = {}): string {
  const { used, held, line, ceiling, remaining, beyond, pool } = usage;
  if (usage.kind === 'rate') {
    const rate = line !== null && per !== null ? [`${formatAmount(line)} ${perWords(per)}`] : [];
    const room = `${formatAmount(remaining ?? 0)} remaining`;
    return [`${formatAmount(used)} of ${formatAmount(ceiling ?? 0)} at once`, room, ...rate].join(', ');
  }
  const parts = [line === null ? `${formatAmount(used)} used` : `${formatAmount(used)} of ${formatAmount(line)} used`];
  if (held > 0) parts.push(`${formatAmount(held)} held`);
  const above = usedBeyond(usage);
  if (above > 0) parts.push(`${formatAmount(above)} ${usage.status === 'over' ? 'over' : 'beyond'} the limit`);
  if (above > 0 && beyond?.type === 'overage') parts.push(`${formatSum(beyond.cost)} so far`);
  const more = moreWords(usage, zone);
  if (line !== null && (above === 0 || more === null)) parts.push(`${formatAmount(leftOfLine(usage))} remaining`);
  if (more !== null) parts.push(more);
  if (pool) parts.push(inSentence(poolWords(pool)));
  return parts.join(', ');
}
