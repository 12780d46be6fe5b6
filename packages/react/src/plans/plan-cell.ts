import type { Limit, MeterUsage, PlanComparison } from '@plimsoll/quota';
import type { NamedMeter } from '../meter/named-meter.ts';

/** One meter on one plan. `isPresent`: the usage is what is so now, not what would be so on another plan. */
export type PlanCell = { readonly limit: Limit; readonly usage: MeterUsage; readonly isPresent: boolean };

/** What a plan's column shows of a meter: a limit that was set for the tenant stays whichever plan it is on. */
export function planCell(plan: PlanComparison, { name, usage }: NamedMeter): PlanCell | null {
  if (usage.override) return { limit: usage.limit, usage, isPresent: true };
  const cell = plan.meters[name];
  return cell ? { ...cell, isPresent: plan.current } : null;
}
