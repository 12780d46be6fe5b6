import { formatAmount, type MeterUsage } from '@plimsoll/quota';
import { formatSum, usedBeyond } from '../meter/beyond.ts';
import { usedShare } from '../meter/meter-words.ts';

/** How a tenant's usage fits a plan's limit. `fits`, `tight` and `short` carry an icon; `none` has nothing to say. */
export type PlanVerdict = { readonly fit: 'fits' | 'tight' | 'short' | 'none'; readonly words: string };

/** @param isCurrent on the present plan the words say what is, on others what would be. */
export function planVerdict(usage: MeterUsage, isCurrent: boolean): PlanVerdict {
  const { status, kind, beyond } = usage;
  // How full a rate is this second says nothing about a plan.
  if (kind === 'rate') return { fit: 'none', words: '' };
  switch (status) {
    case 'over':
      return overVerdict(usage, isCurrent);
    case 'overage': {
      const cost = beyond?.type === 'overage' ? `, ${formatSum(beyond.cost)}` : '';
      return { fit: 'tight', words: `${formatAmount(usedBeyond(usage))} beyond the limit${cost}` };
    }
    case 'grace':
      return { fit: 'tight', words: `${formatAmount(usedBeyond(usage))} beyond the limit, in grace` };
    case 'exhausted':
      return { fit: 'tight', words: kind === 'level' ? 'Full' : 'Limit reached' };
    case 'critical':
    case 'warning':
      return { fit: 'tight', words: usedShare(usage) };
    case 'calm':
      if (usage.line === null) return { fit: 'none', words: '' };
      return { fit: 'fits', words: usedShare(usage) };
    case 'unlimited':
    case 'not_in_plan':
      return { fit: 'none', words: '' };
    default:
      return status satisfies never;
  }
}

/** More is used than the plan's ceiling gives. What stands between line and ceiling would be granted. */
function overVerdict({ used, line, ceiling, kind, beyond, pool }: MeterUsage, isCurrent: boolean): PlanVerdict {
  const above = formatAmount(used - (line ?? 0));
  if (beyond?.type === 'soft') return { fit: 'tight', words: `${above} above; none is refused` };
  const tooMany = used - (ceiling ?? line ?? 0);
  const refused = formatAmount(tooMany);
  if (pool && tooMany <= (pool.remaining ?? tooMany)) return { fit: 'tight', words: `${refused} from the pool` };
  if (kind === 'level') return { fit: 'short', words: `${refused} too many; none is deleted` };
  if (isCurrent) return { fit: 'short', words: `${above} beyond the limit` };
  return { fit: 'short', words: `Would refuse ${refused} of your ${formatAmount(used)}` };
}
