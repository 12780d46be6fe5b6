import { formatAmount, formatPrice, type Limit } from '@plimsoll/quota';
import { type CountedPer, perWords } from '../meter/per-words.ts';

/** A limit in parts: `100`, by what it counts (`a month`), and what follows it (`then 20 more at $0.15`). */
export type LimitWords = { readonly amount: string; readonly per: string; readonly after: string };

/** @param per by what the meter counts; null: a level. */
export function limitWords(limit: Limit, per: CountedPer, planTitle: string): LimitWords {
  switch (limit.type) {
    case 'capped':
      return { amount: formatAmount(limit.amount), per: perWords(per), after: afterWords(limit) };
    case 'pooled':
      if (limit.cap === undefined) return { amount: 'From the organisation’s pool', per: '', after: '' };
      return { amount: `Up to ${formatAmount(limit.cap)}`, per: perWords(per), after: 'from the organisation’s pool' };
    case 'unlimited':
      return { amount: 'Unlimited', per: '', after: '' };
    case 'none':
      return { amount: `Not in ${planTitle}`, per: '', after: '' };
    default:
      return limit satisfies never;
  }
}

/** `100 a month, then 20 more at $0.15`, in one line. */
export function limitText(limit: Limit, per: CountedPer, planTitle: string): string {
  const { amount, per: by, after } = limitWords(limit, per, planTitle);
  return [[amount, by].filter((one) => one !== '').join(' '), after].filter((one) => one !== '').join(', ');
}

function afterWords({ burst, soft, overage, grace, rest, rollover }: Extract<Limit, { type: 'capped' }>): string {
  const words = [];
  if (burst !== undefined) words.push(`${formatAmount(burst)} at once`);
  if (soft) words.push('more is allowed');
  if (overage) words.push(`then ${formatAmount(overage.upTo)} more at ${formatPrice(overage.price)}`);
  if (grace)
    words.push(`then ${formatAmount(grace.upTo)} more for ${grace.days === 1 ? '1 day' : `${grace.days} days`}`);
  if (rest) words.push('then from the organisation’s pool');
  if (rollover) words.push(`up to ${formatAmount(rollover.upTo)} left over go on`);
  return words.join(', ');
}
