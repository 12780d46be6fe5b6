import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import { limitAmount } from '../usage/amounts-of.ts';
import type { Breach, QuotaRefusal } from '../usage/refusal.ts';
import { remediesOf } from '../usage/remedies.ts';
import { poolOf, remainingOf, type Step } from './pool-path.ts';
import { owedUnits, roomInMs } from './rate-debt.ts';
import { isoOf, rangeOf, runningPeriodOf, type World } from './world.ts';
import { isPoolMissing, limitOf, meterOf, planNameOf, tenantOf } from './world-contract.ts';

/** A line for which there was no room. */
export type Breached = { meter: string; asked: number; path: Step[] };

/**
 * Why a request is refused, in the numbers of this moment, before anything is changed.
 * @param breached one or more, in the request's order.
 */
export function refusalOf(world: World, tenant: string, breached: Breached[]): QuotaRefusal {
  const [line] = breached as [Breached];
  const [{ balance }] = line.path as [Step];
  const isRate = meterOf(world, line.meter).kind === 'rate';
  const breaches = breached.map((each) => breachOf(world, tenant, each));
  const [first] = breaches as [Breach];
  const at = isoOf(world.state.nowMs);
  const plan = planNameOf<Catalog>(world, tenantOf(world, tenant));
  const grants = isRate ? 0 : Math.max((balance.line ?? 0) - (limitAmount(first.limit) ?? balance.line ?? 0), 0);
  const wait = isRate ? roomInMs(world, balance, line.asked) : null;
  const remedies = remediesOf(world.catalog, { ...first, plan, grants, roomInMs: wait, at });
  const refused = { tenant, at, meter: first.meter, asked: first.asked, plan, remedies };
  if (line.path.some((step) => tenantOf(world, step.balance.tenant).suspendedMs !== null)) {
    return { reason: 'suspended', ...refused, remedies: [] };
  }
  const isOutOfPlan = first.limit.type === 'none' || isPoolMissing(world, tenant, line.meter);
  if (isOutOfPlan && first.ceiling === 0) return { reason: 'not_in_plan', ...refused };
  const retryAfterMs = remedies.find((remedy) => remedy.type === 'wait')?.waitMs ?? null;
  return { reason: isRate ? 'too_fast' : 'exhausted', ...first, ...refused, retryAfterMs, breaches };
}

function breachOf(world: World, tenant: string, { meter, asked, path }: Breached): Breach {
  const [{ balance }] = path as [Step];
  const { held, ...period } = runningPeriodOf(balance);
  const isRate = meterOf(world, meter).kind === 'rate';
  const used = isRate ? owedUnits(world, balance) : period.used;
  const ceiling = balance.ceiling ?? Number.MAX_SAFE_INTEGER;
  return {
    meter: meter as MeterName<Catalog>,
    asked,
    limit: limitOf(world, tenant, meter),
    line: balance.line ?? Number.MAX_SAFE_INTEGER,
    ceiling,
    used,
    held,
    remaining: remainingOf(world, path) ?? Math.max(ceiling - used - held, 0),
    pool: poolOf(world, path),
    period: rangeOf(runningPeriodOf(balance)),
  };
}
