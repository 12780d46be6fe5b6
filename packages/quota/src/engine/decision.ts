import type { Catalog, MeterName, Plan, PlanName } from '../catalog/define-catalog.ts';
import { amountOf } from '../usage/compare-plans.ts';
import type { PeriodRange } from '../usage/meter-usage.ts';
import type { Breach, QuotaRefusal } from '../usage/refusal.ts';
import { remediesOf } from '../usage/remedies.ts';
import { planNameOf, type Tenant } from './contract.ts';
import type { DecidedLine, DecisionAnswer } from './decide.ts';

/** How a meter stands right after a decision. Null: unlimited. */
export type MeterAfter = { used: number; held: number; remaining: number | null; line: number | null };

/** A granted request. Refund names its id. */
export type Charge<C extends Catalog = Catalog> = {
  /** UUIDv7. */
  charge: string;
  tenant: string;
  /** ISO 8601. */
  at: string;
  /** Those that were asked for. */
  meters: { [M in MeterName<C>]?: MeterAfter };
};

/** The answer to a request. A refusal is a value, not an error: it changed nothing. */
export type Decision<C extends Catalog = Catalog> =
  | ({ outcome: 'granted' } & Charge<C>)
  /** The key stands for an earlier charge of the same request. Nothing was charged now. */
  | ({ outcome: 'replayed' } & Charge<C>)
  | { outcome: 'refused'; refusal: QuotaRefusal<C> };

type Line = [meter: string, amount: number];

export function chargeOf<C extends Catalog>(tenant: string, lines: Line[], answer: DecisionAnswer): Charge<C> {
  const meters = lines.map(([meter], index) => [meter, meterAfter(answer.lines[index] as DecidedLine)]);
  return { charge: answer.charge, tenant, at: iso(answer.atMs), meters: Object.fromEntries(meters) };
}

function meterAfter({ used, held, ceiling }: DecidedLine): MeterAfter {
  return { used, held, line: ceiling, remaining: ceiling === null ? null : Math.max(ceiling - used - held, 0) };
}

/** Why it was refused, in the numbers it was decided by, with the ways forward. */
export function refusalOf<C extends Catalog>(
  catalog: C,
  tenant: Tenant,
  lines: Line[],
  answer: DecisionAnswer,
): QuotaRefusal<C> {
  const plan = planNameOf(catalog, tenant.plan);
  // Asked again after a lost answer, when there is room by now, no line stands out: then all of them tell.
  const isAnyBreached = answer.lines.some((line) => line.breached);
  const breached = lines.flatMap(([meter, asked], index) => {
    const line = answer.lines[index] as DecidedLine;
    return line.breached || !isAnyBreached ? [breachOf(catalog, plan, meter, asked, line)] : [];
  });
  const first = breached[0] as Breach<C>;
  const at = iso(answer.atMs);
  const grants = first.line - (amountOf(first.limit) ?? first.line);
  const remedies = remediesOf(catalog, { ...first, plan, grants, at });
  const refused = { tenant: tenant.id, at, meter: first.meter, asked: first.asked, plan, remedies };
  if (first.limit.type === 'none') return { reason: 'not_in_plan', ...refused };
  const wait = remedies.find((remedy) => remedy.type === 'wait');
  return { reason: 'exhausted', ...first, ...refused, retryAfterMs: wait?.waitMs ?? null, breaches: breached };
}

function breachOf<C extends Catalog>(
  catalog: C,
  plan: PlanName<C>,
  meter: string,
  asked: number,
  line: DecidedLine,
): Breach<C> {
  const { used, held, periodMs } = line;
  // Unlimited counts up to here; or the limit was lifted between a refusal and the second asking for it.
  const ceiling = line.ceiling ?? Number.MAX_SAFE_INTEGER;
  const limit = (catalog.plans[plan] as Plan).limits[meter] ?? { type: 'none' };
  const remaining = Math.max(ceiling - used - held, 0);
  return {
    meter: meter as MeterName<C>,
    asked,
    limit,
    line: ceiling,
    ceiling,
    used,
    held,
    remaining,
    period: rangeOf(periodMs),
  };
}

const rangeOf = (periodMs: DecidedLine['periodMs']): PeriodRange | null =>
  periodMs && { start: iso(periodMs.start), end: iso(periodMs.end) };

const iso = (ms: number) => new Date(ms).toISOString();
