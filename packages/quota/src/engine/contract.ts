import { Temporal } from 'temporal-polyfill';
import type { Catalog, Plan, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import { noticeAmounts } from '../catalog/threshold.ts';
import { monthPeriod, type Period, runningPeriod } from '../period/month-period.ts';
import { amountOf } from '../usage/compare-plans.ts';

/** What a tenant has agreed to. */
export type Tenant = { id: string; plan: string; anchorDay: number; zone: string; revision: number };

/** What a balance must know of calendar and contract to decide without either. Null amounts: unlimited. */
export type Contract = {
  limit: Limit;
  line: number | null;
  ceiling: number | null;
  /** Null: a level has one period without start and end. */
  period: Period | null;
};

/** A balance as it stands in the database. */
export type OpenBalance = { period: Period | null; used: number };

/** The limit, line and period that hold for a tenant's meter at `now`. Pure. */
export function contractOf(
  catalog: Catalog,
  tenant: Tenant,
  meter: string,
  now: Temporal.Instant,
  balance?: OpenBalance,
): Contract {
  const limit = planOf(catalog, tenant.plan).limits[meter] ?? { type: 'none' };
  const line = amountOf(limit);
  const period = catalog.meters[meter]?.kind === 'allowance' ? periodAt(tenant, now, balance?.period) : null;
  return { limit, line, ceiling: line, period };
}

/** A plan that the catalog no longer knows falls back to the default one: a tenant is never without limits. */
export function planNameOf<C extends Catalog>(catalog: C, plan: string): PlanName<C> {
  return (Object.hasOwn(catalog.plans, plan) ? plan : catalog.defaultPlan) as PlanName<C>;
}

const planOf = (catalog: Catalog, plan: string) => catalog.plans[planNameOf(catalog, plan)] as Plan;

function periodAt(tenant: Tenant, now: Temporal.Instant, running?: Period | null): Period {
  const anchor = { day: tenant.anchorDay, zone: tenant.zone };
  if (!running) return monthPeriod(now, anchor);
  if (Temporal.Instant.compare(now, running.end) < 0) return runningPeriod(running, now, anchor);
  const next = monthPeriod(now, anchor);
  // After a move of the anchor the calendar's month may begin before the stretched one had ended.
  return Temporal.Instant.compare(next.start, running.end) < 0 ? { start: running.end, end: next.end } : next;
}

/** Which amounts make a notice for a balance that has `used` already, and where a level arms its thresholds again. */
export function noticesOf(catalog: Catalog, { line, period }: Contract, used: number) {
  const all = line === null ? [] : noticeAmounts(catalog.thresholds, line);
  const ahead = all.filter(({ amount }) => amount > used);
  const passed = all.filter(({ amount }) => amount <= used).at(-1);
  const rearmAt = period === null && passed && line !== null ? passed.amount - Math.ceil(line / 10) : -1;
  return { noticeAt: ahead.map(({ amount }) => amount), noticeLevel: ahead.map(({ level }) => level), rearmAt };
}
