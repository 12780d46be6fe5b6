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
  /**
   * `isPresent`: limit and usage are what is so now: on the present plan, and where a limit was set for the tenant, which
   * stands on every plan.
   */
  meters: { [M in MeterName<C>]: PlanCell };
};

type PlanCell = { limit: Limit; usage: MeterUsage; isPresent: boolean };

/**
 * All plans in catalog order with the tenant's usage on each.
 * @param asked a refused call; the recommended plan has room for it. Without one, it is the first plan above the present
 * one on which no meter stands at its limit. No plan changes a limit that was set for the tenant, so none is recommended for it.
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
  const meters = Object.entries<MeterUsage>(usage.meters).map(([meter, now]): [string, PlanCell] => {
    if (now.override) return [meter, { limit: now.limit, usage: now, isPresent: true }];
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
    const thresholds = catalog.meters[meter]?.thresholds ?? catalog.thresholds;
    return [meter, { limit, usage: standingOf(standing, thresholds), isPresent: name === usage.plan }];
  });
  return {
    name,
    title: plan.name,
    price: plan.price,
    current: name === usage.plan,
    recommended: false,
    meters: Object.fromEntries(meters) as PlanComparison<C>['meters'],
  };
}

function hasRoom(plan: PlanComparison, asked?: { meter: string; amount: number }): boolean {
  if (asked) {
    const cell = plan.meters[asked.meter];
    return cell !== undefined && !cell.usage.override && roomOf(cell) >= asked.amount;
  }
  return Object.values(plan.meters).every(
    (cell) => cell.limit.type === 'none' || cell.usage.kind === 'rate' || cell.usage.override || roomOf(cell) > 0,
  );
}

/** Without a parent's pool to see, a limit that draws from it promises nothing. */
const roomOf = ({ limit, usage: { pool, remaining } }: PlanCell) =>
  limit.type === 'pooled' && !pool ? 0 : (remaining ?? Number.POSITIVE_INFINITY);
