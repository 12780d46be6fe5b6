import type { Catalog, MeterName, Plan, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Price } from '../catalog/price.ts';
import { amountsOf } from './amounts-of.ts';
import type { MeterUsage, TenantUsage } from './meter-usage.ts';
import { standingOf } from './standing.ts';

/** One plan beside a tenant's own usage: what is used now, drawn on that plan's limits. */
export type PlanComparison<C extends Catalog = Catalog> = {
  name: PlanName<C>;
  title: string;
  price: Price;
  current: boolean;
  /** The first plan above the present one that has room: at most one is recommended. */
  recommended: boolean;
  meters: { [M in MeterName<C>]: { limit: Limit; usage: MeterUsage } };
};

/**
 * All plans in catalog order with the tenant's usage on each.
 * @param asked a refused call; the recommended plan has room for it. Without one, it is the first plan above the present
 * one on which no meter stands at its limit.
 */
export function comparePlans<C extends Catalog>(
  catalog: C,
  usage: TenantUsage<C>,
  asked?: { meter: string; amount: number },
): PlanComparison<C>[] {
  const names = Object.keys(catalog.plans) as PlanName<C>[];
  const plans = names.map((name) => comparisonOf(catalog, usage, name));
  const above = plans.slice(names.indexOf(usage.plan) + 1);
  const recommended = above.find((plan) => hasRoom(plan, asked));
  return plans.map((plan) => ({ ...plan, recommended: plan === recommended }));
}

function comparisonOf<C extends Catalog>(catalog: C, usage: TenantUsage<C>, name: PlanName<C>): PlanComparison<C> {
  const plan = catalog.plans[name] as Plan;
  const meters = Object.entries<MeterUsage>(usage.meters).map(([meter, now]) => {
    const limit = plan.limits[meter] as Limit;
    const { kind, used, held, grants, period, pool } = now;
    const drawn = limit.type === 'pooled' || (limit.type === 'capped' && limit.rest === 'pool') ? pool : null;
    const standing = {
      kind,
      used,
      held,
      grants,
      period,
      limit,
      pool: drawn,
      ...amountsOf(limit, kind === 'rate' ? 0 : grants),
    };
    return [meter, { limit, usage: standingOf(standing, catalog.meters[meter]?.thresholds ?? catalog.thresholds) }];
  });
  return {
    name,
    title: plan.name,
    price: plan.price,
    current: name === usage.plan,
    recommended: false,
    meters: Object.fromEntries(meters),
  };
}

function hasRoom(plan: PlanComparison, asked?: { meter: string; amount: number }): boolean {
  if (!asked)
    return Object.values(plan.meters).every(
      ({ limit, usage }) => limit.type === 'none' || usage.kind === 'rate' || roomOf(limit, usage) > 0,
    );
  const meter = plan.meters[asked.meter];
  return meter !== undefined && roomOf(meter.limit, meter.usage) >= asked.amount;
}

/** Without a parent's pool to see, a limit that draws from it promises nothing. */
const roomOf = (limit: Limit, { pool, remaining }: MeterUsage) =>
  limit.type === 'pooled' && !pool ? 0 : (remaining ?? Number.POSITIVE_INFINITY);
