import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import { meterOfStored, storedMeter } from '../catalog/stored-meter.ts';
import { planAt, planNameOf } from './contract.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { type AtRiskRequest, bySoonness, checkAtRisk, isAtRisk, riskOf } from './risk.ts';
import { readState, usageOf } from './tenant-state.ts';
import type { AtRisk } from './verbs.ts';
import { withRetry } from './with-retry.ts';

/**
 * Meters that near their line or passed it, soonest first: those at it, most used first; then by when they reach it at the
 * pace of their period; then levels and lifetimes, which have no pace. Rates are not among them.
 * Looks through all balances without an index: a quarter of a second for 100,000 of them, so not in a call that people wait for.
 * @throws InvalidRequestError for a number out of its range. QuotaUnavailableError while the database is away.
 */
export async function atRisk<C extends Catalog>(
  context: EngineContext<C>,
  request: AtRiskRequest = {},
): Promise<AtRisk<C>[]> {
  const { catalog, database } = context;
  const { tenant, atLeast, most } = checkAtRisk(request);
  const counted = Object.keys(catalog.meters).filter((meter) => catalog.meters[meter]?.kind !== 'rate');
  const stored = counted.map((meter) => storedMeter(catalog, meter));
  const found = await withRetry(
    () => database.sql<{ tenant: string; meter: string }[]>`
      select * from quota.at_risk_1(${context.testNow()}, ${tenant ?? null}, ${stored}, ${atLeast}, ${most})`,
  ).catch(unavailableUnlessBug);
  const tenants = [...new Set(found.map((row) => row.tenant))];
  const states = new Map(await Promise.all(tenants.map(async (id) => [id, await readState(context, id)] as const)));
  const risks = found.flatMap((row) => {
    const state = states.get(row.tenant);
    const meter = meterOfStored(catalog, row.meter);
    if (!state || meter === undefined) return [];
    const usage = usageOf(catalog, state, meter);
    // The contract may be another one by now than when the balance was opened.
    if (!isAtRisk(usage, atLeast)) return [];
    const plan = planNameOf(catalog, planAt(state.lineage[0], state.nowMs));
    return [riskOf<C>({ tenant: row.tenant, meter: meter as MeterName<C>, plan, usage }, state.nowMs)];
  });
  return risks.sort(bySoonness);
}
