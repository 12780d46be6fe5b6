import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import { meterLabel } from '../catalog/meter-label.ts';
import { meterOfStored } from '../catalog/stored-meter.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import { isoOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { grantedWords } from './explain-words.ts';
import { type ExplainedMeter, type Explanation, joined } from './explanation.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkId, checkName } from './request.ts';
import type { Terms } from './standing-words.ts';
import { uncountedId } from './uncounted.ts';
import { withRetry } from './with-retry.ts';

type Opening = {
  line: number | null;
  ceiling: number | null;
  facts: { plan: string; limit: Limit; grants: number; override?: object };
};
type Line = {
  meter: string;
  kind: 'consume' | 'settle' | 'record';
  amount: number;
  returned: number;
  at_ms: number;
  actor: string;
  feature: string;
  has_key: boolean;
  late: boolean;
  draw: number;
  used: number;
  held: number;
  opening: Opening | null;
  opens_window: boolean;
  start_ms: number | null;
  end_ms: number | null;
  pools: { tenant: string; amount: number; draw: number; used: number; opening: Opening | null }[];
};

/** Why a charge was granted. @throws InvalidRequestError where the tenant has no such charge. */
export async function explainCharge<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  charge: string,
): Promise<Explanation<C>> {
  checkName('tenant', tenant);
  checkId('charge', charge);
  if (charge === uncountedId) return uncounted(tenant);
  const { catalog, database } = context;
  const [{ lines, zone }] = await withRetry(
    () => database.sql<[{ lines: Line[] | null; zone: string }]>`
      select quota.explain_charge_1(${tenant}, ${charge}) as lines,
        coalesce((select t.zone from quota.tenant t where t.id = ${tenant}), 'UTC') as zone`,
  ).catch(unavailableUnlessBug);
  if (!lines) {
    const remedy = 'Pass the id from a granted decision of this tenant; one whose month was retired is gone.';
    throw new InvalidRequestError('charge', `the tenant has no charge '${charge}'`, remedy);
  }
  const [first] = lines as [Line, ...Line[]];
  const meters = lines.map((line) => explainedOf(catalog, line, zone));
  return {
    outcome: 'granted',
    tenant,
    at: isoOf(first.at_ms),
    actor: first.actor,
    feature: first.feature,
    keyed: first.has_key && first.kind !== 'record',
    sentence: joined(meters),
    meters,
  };
}

function explainedOf<C extends Catalog>(catalog: C, line: Line, zone: string): ExplainedMeter<C> {
  const meter = (meterOfStored(catalog, line.meter) ?? line.meter) as MeterName<C>;
  const { used, held, late, returned, end_ms, start_ms } = line;
  const terms = line.opening && termsOf(catalog, line.opening);
  const [drawn, total] = drawnOf(line);
  const end = end_ms === null ? null : isoOf(end_ms);
  const sentence = grantedWords({
    how: line.kind,
    unit: catalog.meters[meter]?.unit ?? 'unit',
    label: meterLabel(catalog, meter),
    amount: total,
    own: line.amount,
    terms,
    pools: drawn.map((pool) => ({
      name: pool.tenant,
      amount: pool.amount,
      used: pool.used,
      held: 0,
      line: pool.opening ? pool.opening.line : undefined,
    })),
    used,
    held,
    periodEnd: end,
    zone,
    actor: line.actor,
    feature: line.feature,
    late,
    opensWindow: line.opens_window,
    hasKey: line.has_key && line.kind !== 'record',
    returned,
  });
  return {
    meter,
    asked: total,
    sentence,
    numbers: terms && {
      plan: terms.plan,
      limit: terms.limit,
      override: terms.isOverride,
      grants: terms.grants,
      line: terms.line,
      ceiling: terms.ceiling,
      used,
      held,
    },
    pools: line.pools.map(({ tenant, amount, used: before, opening }) => ({
      tenant,
      amount,
      used: before,
      line: opening?.line ?? null,
    })),
    period: start_ms === null || end === null ? null : { start: isoOf(start_ms), end },
    late,
    returned,
  };
}

/** The pools that gave of their own, and what was booked in sum: through a pool each unit stands on both. */
function drawnOf({ amount, draw, pools }: Line): [Line['pools'], number] {
  let total = amount;
  let isCounted = draw === 2;
  for (const pool of pools) {
    if (isCounted) total += pool.amount;
    isCounted &&= pool.draw === 2;
  }
  return [pools, total];
}

function termsOf(catalog: Catalog, { line, ceiling, facts }: Opening): Terms {
  const { plan, limit, grants, override } = facts;
  const name = Object.hasOwn(catalog.plans, plan) ? (catalog.plans[plan]?.name ?? plan) : plan;
  return { plan: name, limit, isOverride: override !== undefined, grants, line, ceiling };
}

const uncounted = <C extends Catalog>(tenant: string): Explanation<C> => ({
  outcome: 'granted',
  tenant,
  at: null,
  actor: '',
  feature: '',
  keyed: false,
  sentence: 'It was granted and not counted: the meter was switched off.',
  meters: [],
});
