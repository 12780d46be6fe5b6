import { formatAmount, type MeterUsage } from '@plimsoll/quota';
import { formatSum, isGraceOver, leftBeyond, leftOfLine, moreWords, termsWords, usedBeyond } from '../meter/beyond.ts';
import { inSentence } from '../meter/in-sentence.ts';
import { attention, countOf, needsAttention } from '../meter/meter-words.ts';
import type { NamedMeter } from '../meter/named-meter.ts';
import { formatTurn } from '../meter/turn-words.ts';

/** How loud a banner is. `grace`, `reached` and `suspended` can't be dismissed. */
type BannerLevel = 'warning' | 'critical' | 'reached' | 'grace' | 'overage' | 'suspended';

export type BannerMessage = {
  readonly level: BannerLevel;
  /** The number and what it is. */
  readonly fact: string;
  /** What it means. */
  readonly meaning: string;
};

/** What a banner says about one meter; null while it is calm. */
export function bannerMessage(meter: NamedMeter, zone: string): BannerMessage | null {
  const { label, unit, usage } = meter;
  const what = inSentence(label);
  const turn = usage.period && formatTurn(usage.period, zone);
  const until = turn ? ` until ${turn}` : '';
  const line = formatAmount(usage.line ?? 0);
  const used = `${formatAmount(usage.used)} of ${line} ${what}`;
  const left = formatAmount(leftOfLine(usage));
  switch (usage.status) {
    case 'warning':
      return {
        level: 'warning',
        fact: `${used} used.`,
        meaning: turn ? `It resets on ${turn}.` : `${left} remaining.`,
      };
    case 'critical':
      return {
        level: 'critical',
        fact: leftOfLine(usage) > 0 ? `${left} of ${line} ${what} remaining${until}.` : `${used} used.`,
        meaning: afterTheLine(usage, zone),
      };
    case 'grace':
      return {
        level: 'grace',
        fact: `${used} used.`,
        meaning: leftBeyond(usage) === 0 ? fromThePool : `Grace allows ${moreWords(usage, zone)}.`,
      };
    case 'overage':
      return {
        level: 'overage',
        fact: `${countOf(usedBeyond(usage), meter)} beyond the limit${costWords(usage)}.`,
        meaning:
          usage.beyond && leftBeyond(usage) !== 0
            ? `${formatAmount(leftBeyond(usage) ?? 0)} more allowed ${termsWords(usage.beyond, zone)}.`
            : fromThePool,
      };
    case 'exhausted':
      return {
        level: 'reached',
        fact: usage.kind === 'level' ? `No room for another ${unit}.` : `No ${what} remaining${until}.`,
        meaning: `New ones are refused; everything else works.${beyondCost(usage)}`,
      };
    case 'over':
      return overMessage(usage, `${used}${usage.kind === 'level' ? '' : ' used'}.`, until);
    case 'calm':
    case 'unlimited':
    case 'not_in_plan':
      return null;
    default:
      return usage.status satisfies never;
  }
}

/** What was the tenant's own is used up, and calls are granted still. */
const fromThePool = 'More is drawn from your organisation’s pool.';

/** What happens once the rest of the line is used. */
function afterTheLine(usage: MeterUsage, zone: string): string {
  const { beyond } = usage;
  const upTo = formatAmount(leftBeyond(usage) ?? 0);
  if (beyond?.type === 'overage' && leftBeyond(usage) !== 0) {
    return `After that each one costs ${termsWords(beyond).replace(/^at | each$/g, '')}, up to ${upTo} more.`;
  }
  if (beyond?.type === 'grace' && !isGraceOver(usage)) return `After that grace allows ${moreWords(usage, zone)}.`;
  if (beyond?.type === 'soft') return 'After that nothing is refused: this limit only warns.';
  if (usage.pool)
    return leftOfLine(usage) > 0 ? 'After that they are drawn from your organisation’s pool.' : fromThePool;
  return 'After that, new ones are refused; everything else works.';
}

function overMessage(usage: MeterUsage, fact: string, until: string): BannerMessage {
  if (usage.beyond?.type === 'soft') {
    return { level: 'warning', fact, meaning: 'Nothing is refused: this limit only warns.' };
  }
  const meaning = `What you have stays; new ones are refused${until || ' until you are below the limit'}.`;
  return { level: 'reached', fact, meaning: `${meaning}${beyondCost(usage)}` };
}

const costWords = ({ beyond }: MeterUsage): string =>
  beyond?.type === 'overage' ? `, ${formatSum(beyond.cost)} so far` : '';

/** ` 5 beyond the limit, $2.50 so far.`: what was priced stays said once no more is granted. */
const beyondCost = (usage: MeterUsage): string =>
  usage.beyond?.type === 'overage' && usage.beyond.used > 0
    ? ` ${formatAmount(usage.beyond.used)} beyond the limit${costWords(usage)}.`
    : '';

/** What a banner says while every call is refused. @param support an address to write to. */
export const suspendedMessage = (organisation: string, support?: string): BannerMessage => ({
  level: 'suspended',
  fact: `${organisation} is paused.`,
  meaning: `Calls wait until it is resumed; your data is untouched.${support ? ` Write to ${support}.` : ''}`,
});

/** The meters that a banner would speak of, worst first: by status, then by the fuller one. */
export function attentionMeters(meters: readonly NamedMeter[]): NamedMeter[] {
  const rank = (meter: NamedMeter) => attention.indexOf(meter.usage.status);
  return meters
    .filter(({ usage }) => needsAttention(usage))
    .sort((a, b) => rank(a) - rank(b) || (b.usage.percent ?? 0) - (a.usage.percent ?? 0));
}
