import { formatAmount, formatMoment, formatPrice } from '@plimsoll/quota';
import type { NoticeEmail } from '../notice-email.ts';
import type { NoticeWords } from './notice-words.ts';

/** What of overage or grace is left, whole units; 0 where the line is the end, or what follows has no end of its own. */
export const leftBeyond = ({ ceiling, used, line }: NoticeEmail): number =>
  ceiling === null ? 0 : Math.max(ceiling - Math.max(used, line), 0);

/** Whether new ones are refused some day: not where a limit only warns, or a pool goes on. */
export const isRefusedInTheEnd = ({ beyond }: NoticeEmail): boolean =>
  beyond?.type !== 'soft' && beyond?.type !== 'pool';

/**
 * What follows the line, as a sentence without its end: `after that each one costs $0.15, up to 20 more`. Null where the
 * line is the end.
 * @param after how the sentence begins: the limit is ahead, or reached.
 */
export function beyondText(facts: NoticeEmail, after: 'After that' | 'From now on'): string | null {
  const { beyond, zone } = facts;
  const left = leftBeyond(facts);
  switch (beyond?.type) {
    case undefined:
      return left > 0 ? `${after} ${moreAre(left)} allowed` : null;
    case 'overage': {
      const { priceCents, currency } = beyond;
      const price = formatPrice({ currency, minor: priceCents });
      return left > 0 ? `${after} each one costs ${price}, up to ${formatAmount(left)} more` : null;
    }
    case 'grace':
      return left > 0 ? `${after} ${moreAre(left)} allowed ${graceEnd(beyond, zone)}` : null;
    case 'soft':
      return `${after} new ones go on: this limit only warns`;
    case 'pool':
      return `${after} new ones are drawn from your organisation’s pool`;
    default:
      return beyond satisfies never;
  }
}

/** What is allowed beyond a line that is reached, and on which terms: none of the line remains. */
export function beyondFigure({ beyond, zone }: NoticeEmail, left: number): NoticeWords['figures'][number] {
  const value = formatAmount(left);
  switch (beyond?.type) {
    case 'overage': {
      const { priceCents, currency } = beyond;
      return { name: 'More allowed', value, note: `at ${formatPrice({ currency, minor: priceCents })} each` };
    }
    case 'grace':
      return { name: 'More in grace', value, note: graceEnd(beyond, zone) };
    case undefined:
    case 'soft':
    case 'pool':
      return { name: 'More allowed', value, note: 'beyond the limit' };
    default:
      return beyond satisfies never;
  }
}

/** `until Sat 28 Nov, 02:51`; before it began, `for 3 days`. */
const graceEnd = ({ days, until }: { days: number; until: string | null }, zone: string): string =>
  until === null ? `for ${days === 1 ? '1 day' : `${days} days`}` : `until ${formatMoment(until, zone)}`;

/** `1 more is`, `20 more are`. */
const moreAre = (count: number): string => `${formatAmount(count)} more ${count === 1 ? 'is' : 'are'}`;
