import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import { meterLabel } from '../catalog/meter-label.ts';
import { isoOf } from './decision.ts';
import { grantedWords } from './explain-words.ts';
import { type ExplainedMeter, type Explanation, joined } from './explanation.ts';
import { InvalidRequestError } from './quota-error.ts';
import type { Terms } from './standing-words.ts';

/** A balance's contract as it was last before a charge. */
type ChargeTerms = {
  line: number | null;
  ceiling: number | null;
  facts: { plan: string; limit: Limit; grants: number; override?: object };
};
/** One meter of a charge, and what it was decided by. Times in milliseconds since the epoch; amounts null: unlimited. */
export type ChargeLine = {
  /** The catalog's name; the stored one where it is counted no more. */
  meter: string;
  kind: 'consume' | 'settle' | 'record';
  amount: number;
  returned: number;
  at_ms: number;
  actor: string;
  feature: string;
  has_key: boolean;
  late: boolean;
  /** How the own limit draws on its pool: 0 not, 1 each unit through it, 2 what it doesn't hold. */
  draw: number;
  /** As they stood right before. */
  used: number;
  held: number;
  opening: ChargeTerms | null;
  opens_window: boolean;
  start_ms: number | null;
  end_ms: number | null;
  pools: { tenant: string; amount: number; draw: number; used: number; opening: ChargeTerms | null }[];
};

/** Why a charge was granted, from what it was decided by: one line at least. Pure. */
export function chargeExplanation<C extends Catalog>(
  catalog: C,
  tenant: string,
  lines: ChargeLine[],
  zone: string,
): Explanation<C> {
  const [first] = lines as [ChargeLine, ...ChargeLine[]];
  const meters = lines.map((line) => explainedOf(catalog, line, zone));
  return {
    outcome: 'granted',
    tenant,
    // Of a hold that was settled in parts: when the first of them was.
    at: isoOf(Math.min(...lines.map(({ at_ms }) => at_ms))),
    actor: first.actor,
    feature: first.feature,
    keyed: first.has_key && first.kind !== 'record',
    sentence: joined(meters),
    meters,
  };
}

/** @throws InvalidRequestError always. */
export function noSuchCharge(charge: string): never {
  const remedy = 'Pass the id from a granted decision of this tenant; one whose month was retired is gone.';
  throw new InvalidRequestError('charge', `the tenant has no charge '${charge}'`, remedy);
}

function explainedOf<C extends Catalog>(catalog: C, line: ChargeLine, zone: string): ExplainedMeter<C> {
  const meter = line.meter as MeterName<C>;
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
function drawnOf({ amount, draw, pools }: ChargeLine): [ChargeLine['pools'], number] {
  let total = amount;
  let isCounted = draw === 2;
  for (const pool of pools) {
    if (isCounted) total += pool.amount;
    isCounted &&= pool.draw === 2;
  }
  return [pools, total];
}

function termsOf(catalog: Catalog, { line, ceiling, facts }: ChargeTerms): Terms {
  const { plan, limit, grants, override } = facts;
  const name = Object.hasOwn(catalog.plans, plan) ? (catalog.plans[plan]?.name ?? plan) : plan;
  return { plan: name, limit, isOverride: override !== undefined, grants, line, ceiling };
}

/** Of a charge whose meters were all off. */
export const uncountedExplanation = <C extends Catalog>(tenant: string): Explanation<C> => ({
  outcome: 'granted',
  tenant,
  at: null,
  actor: '',
  feature: '',
  keyed: false,
  sentence: 'It was granted and not counted: the meter was switched off.',
  meters: [],
});
