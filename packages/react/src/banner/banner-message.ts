import { formatAmount, formatDay } from '@plimsoll/quota';
import { attention, inSentence } from '../meter/meter-words.ts';
import type { NamedMeter } from '../meter/named-meter.ts';

/** How loud a banner is. `reached` can't be dismissed. */
type BannerLevel = 'warning' | 'critical' | 'reached';

export type BannerMessage = {
  readonly level: BannerLevel;
  /** The number and what it is. */
  readonly fact: string;
  /** What it means. */
  readonly meaning: string;
};

/** What a banner says about one meter; null while it is calm. */
export function bannerMessage({ label, unit, usage }: NamedMeter, zone: string): BannerMessage | null {
  const what = inSentence(label);
  const until = usage.period ? ` until ${formatDay(usage.period.end, zone)}` : '';
  const resets = usage.period ? `It resets on ${formatDay(usage.period.end, zone)}.` : '';
  const used = `${formatAmount(usage.used)} of ${formatAmount(usage.line ?? 0)} ${what}`;
  const remaining = formatAmount(usage.remaining ?? 0);
  switch (usage.status) {
    case 'warning':
      return { level: 'warning', fact: `${used} used.`, meaning: resets || `${remaining} remaining.` };
    case 'critical':
      return {
        level: 'critical',
        fact: `${remaining} of ${formatAmount(usage.line ?? 0)} ${what} remaining${until}.`,
        meaning: 'After that, new ones are refused; everything else works.',
      };
    case 'exhausted':
      return {
        level: 'reached',
        fact: usage.kind === 'level' ? `No room for another ${unit}.` : `No ${what} remaining${until}.`,
        meaning: 'New ones are refused; everything else works.',
      };
    case 'over':
      return {
        level: 'reached',
        fact: `${used}${usage.kind === 'level' ? '' : ' used'}.`,
        meaning: `What you have stays; new ones are refused${until || ' until you are below the limit'}.`,
      };
    case 'calm':
    case 'unlimited':
    case 'not_in_plan':
      return null;
    default:
      return usage.status satisfies never;
  }
}

/** The meters that a banner would speak of, worst first: by status, then by the fuller one. */
export function attentionMeters(meters: readonly NamedMeter[]): NamedMeter[] {
  const rank = (meter: NamedMeter) => attention.indexOf(meter.usage.status);
  return meters
    .filter((meter) => rank(meter) >= 0)
    .sort((a, b) => rank(a) - rank(b) || (b.usage.percent ?? 0) - (a.usage.percent ?? 0));
}
