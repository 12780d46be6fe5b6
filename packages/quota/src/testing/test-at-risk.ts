import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import { type AtRiskRequest, bySoonness, checkAtRisk, isAtRisk, riskOf } from '../engine/risk.ts';
import type { AtRisk } from '../engine/verbs.ts';
import { meterUsage } from './test-usage.ts';
import { copyOf, type World } from './world.ts';
import { meterOf, planNameOf, tenantOf } from './world-contract.ts';

/** Meters that near their line or passed it, soonest first. @throws InvalidRequestError for a number out of its range. */
export function atRisk(world: World, request?: AtRiskRequest): AtRisk[] {
  const { tenant: only, atLeast, most } = checkAtRisk(request ?? {});
  const copy = copyOf(world);
  const asked = [...copy.state.balances.values()].filter(
    ({ tenant, meter }) => (only === undefined || tenant === only) && meterOf(copy, meter).kind !== 'rate',
  );
  const risks = asked.flatMap(({ tenant, meter }) => {
    const usage = meterUsage(copy, tenant, meter);
    const plan = planNameOf<Catalog>(copy, tenantOf(copy, tenant));
    const of = { tenant, meter: meter as MeterName<Catalog>, plan, usage };
    return isAtRisk(usage, atLeast) ? [riskOf<Catalog>(of, copy.state.nowMs)] : [];
  });
  return risks.sort(bySoonness).slice(0, most);
}
