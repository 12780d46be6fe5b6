import { formatAmount, formatDay, formatMoment, type PlanComparison } from '@plimsoll/quota';
import { formatSum, isGraceOver, moreWords, termsWords, usedBeyond } from '../meter/beyond.ts';
import { resetWords } from '../meter/meter-words.ts';
import type { NamedMeter } from '../meter/named-meter.ts';
import { windowWords } from '../meter/per-words.ts';
import { poolWords } from '../meter/pool-words.ts';
import { formatTurn } from '../meter/turn-words.ts';
import { limitText } from '../plans/limit-words.ts';

/** The line below a meter: what is special about it at the start, when it resets or what was added at the end. */
export type RowCaption = { readonly start: string; readonly end: string };

export function rowCaption(meter: NamedMeter, zone: string, plans: readonly PlanComparison[]): RowCaption {
  const { usage } = meter;
  const held = usage.held > 0 ? `${formatAmount(usage.held)} held for work in flight` : '';
  const pool = usage.pool ? poolWords(usage.pool) : '';
  return { start: join([startOf(meter, zone, plans), held, pool]), end: endOf(meter, zone) };
}

function startOf({ name, unit, per, usage }: NamedMeter, zone: string, plans: readonly PlanComparison[]): string {
  const current = plans.find((plan) => plan.current)?.title ?? 'this plan';
  const { beyond, period, status } = usage;
  switch (status) {
    case 'unlimited':
      return usage.pool ? '' : `No limit on ${current}`;
    case 'not_in_plan':
      return firstWith(name, per, plans);
    case 'over':
      return overWords(usage, zone);
    case 'exhausted': {
      if (usage.kind === 'rate') return 'Room comes back by itself in a moment';
      if (usage.kind === 'level') return `No room for another ${unit}`;
      const cost = beyond?.type === 'overage' ? `${formatSum(beyond.cost)} so far` : '';
      return join([period ? `New ones are refused until ${formatTurn(period, zone)}` : 'New ones are refused', cost]);
    }
    case 'overage':
      if (beyond?.type !== 'overage') return '';
      return `${formatSum(beyond.cost)} so far, ${termsWords(beyond).replace(/^at /, '')}, up to ${formatAmount(beyond.upTo)}`;
    case 'grace':
      return moreWords(usage, zone) ?? '';
    case 'warning':
    case 'critical': {
      const more = moreWords(usage, zone);
      return more === null ? '' : `Then ${more}`;
    }
    case 'calm':
      return '';
    default:
      return status satisfies never;
  }
}

function endOf({ per, grantsUntil, usage }: NamedMeter, zone: string): string {
  const { override, grants, status, line, period, pool } = usage;
  const added = [];
  if (override) added.push(`Limit set for you${override.until ? ` until ${formatDay(override.until, zone)}` : ''}`);
  if (grants > 0) {
    added.push(`+${formatAmount(grants)} grant${grantsUntil ? ` until ${formatDay(grantsUntil, zone)}` : ''}`);
  }
  if (added.length > 0) return join(added);
  if (status === 'overage' && period && !pool) return `Then refused until ${formatTurn(period, zone)}`;
  if (line === 0) return '';
  return (line !== null && resetWords(usage, zone)) || (period ? '' : (windowWords(per) ?? ''));
}

/** More is used than the line gives: because it only warns, because grace ended, or since the limit became smaller. */
function overWords(usage: NamedMeter['usage'], zone: string): string {
  const { beyond } = usage;
  const more = `${formatAmount(usedBeyond(usage))} more than the limit`;
  if (beyond?.type === 'soft') return `${more}, which only warns; nothing is refused`;
  if (beyond?.type === 'grace' && beyond.until !== null && isGraceOver(usage)) {
    return `${more}; grace ended ${formatMoment(beyond.until, zone)}`;
  }
  return `${more}; nothing is deleted`;
}

/** `From Growth: 1,000 a month`. */
function firstWith(meter: string, per: NamedMeter['per'], plans: readonly PlanComparison[]): string {
  const plan = plans.find((one) => one.meters[meter] && one.meters[meter].limit.type !== 'none');
  const limit = plan?.meters[meter]?.limit;
  if (!plan || !limit) return 'In no plan yet';
  return `From ${plan.title}: ${limitText(limit, per, plan.title)}`;
}

const join = (words: readonly string[]): string =>
  words
    .filter((one) => one !== '')
    .map((one, at) => (at === 0 ? one : `${one.charAt(0).toLowerCase()}${one.slice(1)}`))
    .join('; ');
