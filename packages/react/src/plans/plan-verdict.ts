import { formatAmount, type Limit, type MeterUsage } from '@plimsoll/quota';
import { usedShare } from '../meter/meter-words.ts';

/** How a tenant's usage fits a plan's limit. `fits`, `tight` and `short` carry an icon; `none` has nothing to say. */
export type PlanVerdict = { readonly fit: 'fits' | 'tight' | 'short' | 'none'; readonly words: string };

/** @param isCurrent on the present plan the words say what is, on others what would be. */
export function planVerdict(usage: MeterUsage, isCurrent: boolean): PlanVerdict {
  const { status, used, line, kind } = usage;
  const beyond = formatAmount(used - (line ?? 0));
  switch (status) {
    case 'over':
      if (kind === 'level') return { fit: 'short', words: `${beyond} too many; none is deleted` };
      if (isCurrent) return { fit: 'short', words: `${beyond} beyond the limit` };
      return { fit: 'short', words: `Would refuse ${beyond} of your ${formatAmount(used)}` };
    case 'exhausted':
      return { fit: 'tight', words: kind === 'level' ? 'Full' : 'Limit reached' };
    case 'critical':
    case 'warning':
      return { fit: 'tight', words: usedShare(usage) };
    case 'calm':
      return { fit: 'fits', words: usedShare(usage) };
    case 'unlimited':
    case 'not_in_plan':
      return { fit: 'none', words: '' };
    default:
      return status satisfies never;
  }
}

/** A limit in words, with what it counts by set apart: `100` and `a month`. */
export function limitWords(limit: Limit, kind: MeterUsage['kind'], planTitle: string): { amount: string; per: string } {
  switch (limit.type) {
    case 'capped':
      return { amount: formatAmount(limit.amount), per: kind === 'allowance' ? 'a month' : 'at a time' };
    case 'unlimited':
      return { amount: 'Unlimited', per: '' };
    case 'none':
      return { amount: `Not in ${planTitle}`, per: '' };
    default:
      return limit satisfies never;
  }
}
