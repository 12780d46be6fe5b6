import type { Catalog, Plan, PlanName } from '../catalog/define-catalog.ts';
import { amountOf } from './compare-plans.ts';
import type { PeriodRange } from './meter-usage.ts';
import type { Remedy } from './refusal.ts';

export type Refused<C extends Catalog> = {
  meter: string;
  asked: number;
  used: number;
  held: number;
  remaining: number;
  ceiling: number;
  grants: number;
  plan: PlanName<C>;
  period: PeriodRange | null;
  /** The moment of the decision, ISO 8601. */
  at: string;
};

/** The ways forward from a refusal, the quickest first. */
export function remediesOf<C extends Catalog>(catalog: C, refused: Refused<C>): Remedy<C>[] {
  const remedies: Remedy<C>[] = [];
  const { asked, remaining, period } = refused;
  if (remaining > 0 && remaining < asked) remedies.push({ type: 'reduce', amount: remaining });
  const upgrade = upgradeFor(catalog, refused);
  if (upgrade) remedies.push(upgrade);
  const inPlan = amountOf(catalog.plans[refused.plan]?.limits[refused.meter] ?? { type: 'none' }) !== 0;
  if (!inPlan) return remedies;
  if (catalog.meters[refused.meter]?.kind === 'level') {
    // More may be used than the ceiling, after a downgrade: all of that must go first.
    remedies.push({ type: 'free', amount: refused.used + refused.held + asked - refused.ceiling });
  }
  if (period) {
    remedies.push({
      type: 'wait',
      until: period.end,
      waitMs: Math.max(Date.parse(period.end) - Date.parse(refused.at), 0),
    });
  }
  return remedies;
}

/** The first plan above the present one that has room for what was asked. */
function upgradeFor<C extends Catalog>(catalog: C, refused: Refused<C>): Remedy<C> | undefined {
  const names = Object.keys(catalog.plans) as PlanName<C>[];
  for (const plan of names.slice(names.indexOf(refused.plan) + 1)) {
    const { name, price, limits } = catalog.plans[plan] as Plan;
    const amount = amountOf(limits[refused.meter] ?? { type: 'none' });
    if (amount === null) return { type: 'upgrade', plan, name, price, line: null, more: null };
    const line = amount + refused.grants;
    const room = line - refused.used - refused.held;
    if (room >= refused.asked) return { type: 'upgrade', plan, name, price, line, more: room - refused.remaining };
  }
  return undefined;
}
