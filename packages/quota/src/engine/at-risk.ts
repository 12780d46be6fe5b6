import { z } from 'zod';
import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import { meterOfStored, storedMeter } from '../catalog/stored-meter.ts';
import type { MeterUsage } from '../usage/meter-usage.ts';
import { checkMost } from './close-periods.ts';
import { planAt, planNameOf } from './contract.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import { isoOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkName } from './request.ts';
import { readState, usageOf } from './tenant-state.ts';
import type { AtRisk } from './verbs.ts';
import { withRetry } from './with-retry.ts';

export type AtRiskRequest = {
  /** Of one tenant; of all where it is left out. */
  tenant?: string | undefined;
  /** Percent of the line, 1 … 1,000. @default 80 */
  atLeast?: number | undefined;
  /** How many meters at most, 1 … 1,000. @default 100 */
  most?: number | undefined;
};

const percents = z.int().min(1).max(1_000);

/**
 * Meters that near their line or passed it, soonest first: those at it, most used first; then by when they reach it at the
 * pace of their period; then levels and lifetimes, which have no pace. Rates are not among them.
 * Looks through all balances without an index: a quarter of a second for 100,000 of them, so not in a call that people wait for.
 * @throws InvalidRequestError for a number out of its range. QuotaUnavailableError while the database is away.
 */
export async function atRisk<C extends Catalog>(
  context: EngineContext<C>,
  { tenant, atLeast = 80, most = 100 }: AtRiskRequest = {},
): Promise<AtRisk<C>[]> {
  const { catalog, database } = context;
  if (tenant !== undefined) checkName('tenant', tenant);
  checkMost(most, 1_000);
  if (!percents.safeParse(atLeast).success) {
    throw new InvalidRequestError('atLeast', `${atLeast} is no percentage`, 'Pass a whole number from 1 to 1000.');
  }
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
    if (usage.line === null || usage.used * 100 < usage.line * atLeast) return [];
    const plan = planNameOf(catalog, planAt(state.lineage[0], state.nowMs));
    const reachedAt = reachedAtOf(usage, state.nowMs);
    return [{ tenant: row.tenant, meter: meter as MeterName<C>, plan, usage, reachedAt }];
  });
  return risks.sort((a, b) => soonness(a) - soonness(b) || shareOf(b) - shareOf(a));
}

/** When the line is reached at the pace of this period; null where it is reached, or the period ends before. */
function reachedAtOf({ used, line, period }: MeterUsage, nowMs: number): string | null {
  if (line === null || used >= line || used <= 0 || !period) return null;
  const passedMs = nowMs - Date.parse(period.start);
  const reachedMs = nowMs + (passedMs * (line - used)) / used;
  return passedMs > 0 && reachedMs < Date.parse(period.end) ? isoOf(Math.ceil(reachedMs)) : null;
}

const isReached = ({ usage: { used, line } }: AtRisk) => line !== null && used >= line;
const soonness = (risk: AtRisk) =>
  isReached(risk) ? 0 : risk.reachedAt === null ? Number.MAX_VALUE : Date.parse(risk.reachedAt);
const shareOf = ({ usage: { used, line } }: AtRisk) => used / Math.max(line ?? 1, 1);
