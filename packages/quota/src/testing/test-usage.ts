import type { Catalog, MeterName, PlanName } from '../catalog/define-catalog.ts';
import { checkName, checkText } from '../engine/request.ts';
import { limitAmount } from '../usage/amounts-of.ts';
import type { GrantUsage, MeterUsage, OwnUsage, TenantUsage } from '../usage/meter-usage.ts';
import { standingOf } from '../usage/standing.ts';
import { pathOf, poolOf, type Step } from './pool-path.ts';
import { owedUnits } from './rate-debt.ts';
import { graceEndOf } from './resolve.ts';
import { remainingOf } from './test-grants.ts';
import { copyOf, isoOf, rangeOf, runningPeriodOf, type World, type WorldBalance, type WorldGrant } from './world.ts';
import { givenBy, limitOf, meterOf, planNameOf, tenantOf, termKey } from './world-contract.ts';

/** How all meters of a tenant stand. Read on a copy: looking makes no balance. */
export function usageOf<C extends Catalog>(world: World, id: string): TenantUsage<C> {
  checkName('tenant', id);
  const copy = copyOf(world);
  const { next, suspendedMs } = tenantOf(copy, id);
  const { nowMs, grants } = copy.state;
  const meters = Object.keys(copy.catalog.meters).map((meter) => [meter, meterUsage(copy, id, meter)]);
  return {
    ...headOf<C>(copy, id),
    nextPlan: next && { plan: next.plan as PlanName<C>, at: isoOf(next.atMs) },
    suspended: suspendedMs !== null,
    scope: 'tenant',
    meters: Object.fromEntries(meters) as TenantUsage<C>['meters'],
    grants: grants
      .filter((grant) => grant.tenant === id && grant.expiresMs > nowMs)
      .sort((a, b) => (a.expiresMs === b.expiresMs ? (a.id < b.id ? -1 : 1) : a.expiresMs - b.expiresMs))
      .map((grant) => grantUsage<C>(grant)),
  };
}

/** What one actor used of each meter in its present period. Read on a copy. */
export function ownUsageOf<C extends Catalog>(world: World, id: string, actor: string): OwnUsage<C> {
  checkText('actor', actor);
  checkName('tenant', id);
  const copy = copyOf(world);
  const meters = Object.entries(copy.catalog.meters).map(([meter, { kind }]) => {
    const [{ balance }] = pathOf(copy, id, meter) as [Step];
    const running = runningPeriodOf(balance);
    const own = copy.state.entries.filter(
      (entry) => entry.period === running && entry.place === 0 && entry.actor === actor,
    );
    return [meter, { kind, used: own.reduce((sum, { amount }) => sum + amount, 0), period: rangeOf(running) }];
  });
  return { ...headOf<C>(copy, id), scope: 'own', meters: Object.fromEntries(meters) as OwnUsage<C>['meters'] };
}

function headOf<C extends Catalog>(world: World, id: string) {
  const tenant = tenantOf(world, id);
  return { tenant: id, plan: planNameOf<C>(world, tenant), zone: tenant.zone, at: isoOf(world.state.nowMs) };
}

export function meterUsage(world: World, tenant: string, name: string): MeterUsage {
  const meter = meterOf(world, name);
  const path = pathOf(world, tenant, name);
  const balance = busiest(world, tenant, name) ?? (path as [Step])[0].balance;
  const limit = limitOf(world, tenant, name);
  const running = runningPeriodOf(balance);
  const override = world.state.overrides.get(termKey(tenant, name));
  const graceEndMs = graceEndOf(world, balance);
  const own = limitAmount(givenBy(world, tenant, name));
  return standingOf(
    {
      kind: meter.kind,
      limit,
      line: balance.line,
      ceiling: balance.ceiling,
      used: meter.kind === 'rate' ? owedUnits(world, balance) : running.used,
      held: running.held,
      grants: meter.kind === 'rate' || own === null || balance.line === null ? 0 : Math.max(balance.line - own, 0),
      period: rangeOf(running),
      pool: poolOf(world, path),
      override: override ? { until: Number.isFinite(override.untilMs) ? isoOf(override.untilMs) : null } : null,
      graceUntil: Number.isFinite(graceEndMs) ? isoOf(graceEndMs) : null,
    },
    meter.thresholds ?? world.catalog.thresholds,
  );
}

/** Of a rate that each actor has for itself, the busiest one speaks for all. */
function busiest(world: World, tenant: string, name: string): WorldBalance | undefined {
  if (meterOf(world, name).kind !== 'rate') return undefined;
  const all = [...world.state.balances.values()].filter((one) => one.tenant === tenant && one.meter === name);
  return all.sort((a, b) => owedUnits(world, b) - owedUnits(world, a))[0];
}

const grantUsage = <C extends Catalog>(grant: WorldGrant): GrantUsage<C> => ({
  grant: grant.id,
  meter: grant.meter as MeterName<C>,
  source: grant.source,
  amount: grant.amount,
  drawn: grant.drawn + grant.gave,
  remaining: remainingOf(grant),
  startsAt: isoOf(grant.startsMs),
  expiresAt: Number.isFinite(grant.expiresMs) ? isoOf(grant.expiresMs) : null,
  from: grant.from,
  reason: grant.reason,
});
