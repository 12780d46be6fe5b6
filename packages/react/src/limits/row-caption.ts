import { formatAmount, formatDay, type PlanComparison } from '@plimsoll/quota';
import { resetWords } from '../meter/meter-words.ts';
import type { NamedMeter } from '../meter/named-meter.ts';

/** The line below a meter: what is special about it at the start, when it resets or what was added at the end. */
export type RowCaption = { readonly start: string; readonly end: string };

export function rowCaption(meter: NamedMeter, zone: string, plans: readonly PlanComparison[]): RowCaption {
  const { usage } = meter;
  const grant = usage.grants > 0 ? `+${formatAmount(usage.grants)} grant` : '';
  const resets = usage.line ? resetWords(usage, zone) : null;
  return { start: startOf(meter, zone, plans), end: grant || (resets ?? '') };
}

function startOf({ name, unit, usage }: NamedMeter, zone: string, plans: readonly PlanComparison[]): string {
  const current = plans.find((plan) => plan.current)?.title ?? 'this plan';
  switch (usage.status) {
    case 'unlimited':
      return `No limit on ${current}`;
    case 'not_in_plan':
      return firstWith(name, plans);
    case 'over':
      return `${formatAmount(usage.used - (usage.line ?? 0))} more than the limit; nothing is deleted`;
    case 'exhausted':
      if (usage.period) return `New ones are refused until ${formatDay(usage.period.end, zone)}`;
      return `No room for another ${unit}`;
    case 'calm':
    case 'warning':
    case 'critical':
      return usage.held > 0 ? `${formatAmount(usage.held)} held by running calls` : '';
    default:
      return usage.status satisfies never;
  }
}

/** `From Growth: 1,000 a month`. */
function firstWith(meter: string, plans: readonly PlanComparison[]): string {
  const plan = plans.find((one) => one.meters[meter] && one.meters[meter].limit.type !== 'none');
  const limit = plan?.meters[meter]?.limit;
  if (!plan || !limit || limit.type === 'none') return 'In no plan yet';
  const per = plan.meters[meter]?.usage.kind === 'allowance' ? ' a month' : '';
  return `From ${plan.title}: ${limit.type === 'capped' ? formatAmount(limit.amount) + per : 'unlimited'}`;
}
