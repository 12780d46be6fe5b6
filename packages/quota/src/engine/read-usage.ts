import type { Catalog } from '../catalog/define-catalog.ts';
import type { OwnUsage, TenantUsage } from '../usage/meter-usage.ts';
import { planAt, planNameOf } from './contract.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import { isoOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { checkText } from './request.ts';
import { grantsOf, meterState, rangeOf, readState, type TenantState, usageOf } from './tenant-state.ts';
import { withRetry } from './with-retry.ts';

/**
 * The status of all meters of a tenant, in one query. Reads only: what no call has opened yet is computed as it will be.
 * @throws QuotaUnavailableError while the database is away.
 */
export async function readUsage<C extends Catalog>(context: EngineContext<C>, tenant: string): Promise<TenantUsage<C>> {
  const { catalog } = context;
  const state = await readState(context, tenant);
  const [{ nextPlan, nextPlanAtMs, isSuspended }] = state.lineage;
  const isComing = nextPlan !== null && nextPlanAtMs !== null && nextPlanAtMs > state.nowMs;
  const meters = Object.keys(catalog.meters).map((meter) => [meter, usageOf(catalog, state, meter)]);
  return {
    ...headOf(catalog, state),
    nextPlan: isComing ? { plan: planNameOf(catalog, nextPlan), at: isoOf(nextPlanAtMs) } : null,
    suspended: isSuspended,
    scope: 'tenant',
    meters: Object.fromEntries(meters) as TenantUsage<C>['meters'],
    grants: grantsOf(catalog, state),
  };
}

function headOf<C extends Catalog>(catalog: C, { lineage: [tenant], nowMs }: TenantState) {
  return { tenant: tenant.id, plan: planNameOf(catalog, planAt(tenant, nowMs)), zone: tenant.zone, at: isoOf(nowMs) };
}

/** What one actor used of each meter in its present period; of a level, what they took and did not give back. */
export async function readOwnUsage<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  actor: string,
): Promise<OwnUsage<C>> {
  checkText('actor', actor);
  const { catalog, database } = context;
  const state = await readState(context, tenant);
  const own = await withRetry(
    () => database.sql<{ balance: number; used: number }[]>`
      select e.balance_id::float8 as balance, sum(e.amount)::float8 as used
      from quota.entry e join quota.balance b on b.id = e.balance_id
      where b.tenant = ${tenant} and e.actor = ${actor} and e.period_start = b.period_start and e.via is null group by e.balance_id`,
  ).catch(unavailableUnlessBug);
  const meters = Object.entries(catalog.meters).map(([meter, { kind }]) => {
    const { contract, balance } = meterState(catalog, state, 0, meter);
    const mine = contract.isTurned ? undefined : own.find((row) => row.balance === balance?.id);
    return [meter, { kind, used: mine?.used ?? 0, period: rangeOf(contract) }];
  });
  return { ...headOf(catalog, state), scope: 'own', meters: Object.fromEntries(meters) as OwnUsage<C>['meters'] };
}
