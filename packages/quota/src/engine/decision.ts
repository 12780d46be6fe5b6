import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import { limitAmount } from '../usage/amounts-of.ts';
import type { PeriodRange, PoolUsage } from '../usage/meter-usage.ts';
import type { Breach, QuotaRefusal } from '../usage/refusal.ts';
import { remediesOf } from '../usage/remedies.ts';
import { overrideAt, planAt, planNameOf, type Tenant } from './contract.ts';
import type { DecidedBalance, DecidedLine, DecisionAnswer } from './decide.ts';
import type { TermsRead } from './read-terms.ts';
import type { Charge, MeterAfter } from './verbs.ts';

export type Line = [meter: string, amount: number];

export function chargeOf<C extends Catalog>(tenant: string, lines: Line[], answer: DecisionAnswer): Charge<C> {
  return { charge: answer.charge, tenant, at: isoOf(answer.atMs), meters: metersAfter<C>(lines, answer) };
}

export function metersAfter<C extends Catalog>(lines: Line[], answer: DecisionAnswer): Charge<C>['meters'] {
  const meters = lines.map(([meter], index) => [meter, meterAfter(answer.lines[index] as DecidedLine)]);
  return Object.fromEntries(meters);
}

const meterAfter = ({ taken, used, held, line, remaining }: DecidedLine): MeterAfter => ({
  taken,
  used,
  held,
  remaining,
  line,
});

/** What a refusal is told by: the tenant and those above, and what was agreed beside their plans. */
export type RefusalFacts = { lineage: Tenant[]; terms: Pick<TermsRead, 'of'> };

/** Why it was refused, in the numbers it was decided by, with the ways forward. */
export function refusalOf<C extends Catalog>(
  catalog: C,
  { lineage, terms }: RefusalFacts,
  lines: Line[],
  answer: DecisionAnswer,
): QuotaRefusal<C> {
  const tenant = lineage[0] as Tenant;
  const plan = planNameOf(catalog, planAt(tenant, answer.atMs));
  // Asked again after a lost answer, when there is room by now, no line stands out: then all of them tell.
  const refuses = ({ breached, isShadow }: DecidedLine) => breached && !(isShadow && answer.outcome === 'refused');
  const isAnyBreached = answer.lines.some(refuses);
  const breached = lines.flatMap(([meter, asked], index) => {
    const line = answer.lines[index] as DecidedLine;
    const override = overrideAt(terms.of(tenant.id, meter), answer.atMs);
    const limit = override?.limit ?? catalog.plans[plan]?.limits[meter] ?? { type: 'none' };
    return refuses(line) || !isAnyBreached ? [{ ...breachOf<C>(limit, meter, asked, line), decided: line }] : [];
  });
  const at = isoOf(answer.atMs);
  const breaches = breached.map(({ decided: _, ...breach }) => breach);
  const [first] = breaches as [Breach<C>, ...Breach<C>[]];
  const decided = breached[0]?.decided as DecidedLine;
  const roomInMs = decided.waitMs === 0 ? null : decided.waitMs;
  const grants = limitAmount(first.limit) === null ? 0 : Math.max(first.line - (limitAmount(first.limit) ?? 0), 0);
  const remedies = remediesOf(catalog, { ...first, plan, grants, roomInMs, at });
  const refused = { tenant: tenant.id, at, meter: first.meter, asked: first.asked, plan, remedies };
  if (isSuspended(lineage, decided)) return { reason: 'suspended', ...refused, remedies: [] };
  if (first.ceiling === 0 && isOutOfPlan(first, tenant)) return { reason: 'not_in_plan', ...refused };
  const reason = catalog.meters[first.meter]?.kind === 'rate' ? 'too_fast' : 'exhausted';
  const wait = remedies.find((remedy) => remedy.type === 'wait');
  return { reason, ...first, ...refused, retryAfterMs: wait?.waitMs ?? null, breaches };
}

const isOutOfPlan = ({ limit }: { limit: Limit }, { parent }: Tenant) =>
  limit.type === 'none' || (limit.type === 'pooled' && parent === null);

/** Refused by the tenant itself, or by the pool of one above, whose ceiling is 0 while it is suspended. */
function isSuspended(lineage: Tenant[], { breached: _, pools, ...own }: DecidedLine): boolean {
  const refusing = [own, ...pools].map(({ ceiling }, generation) => ceiling === 0 && lineage[generation]?.isSuspended);
  return refusing.some(Boolean);
}

function breachOf<C extends Catalog>(limit: Limit, meter: string, asked: number, line: DecidedLine): Breach<C> {
  const { used, held, periodMs, pools } = line;
  // Without end counts up to here; or the limit was lifted between a refusal and the second asking for it.
  const ceiling = line.ceiling ?? Number.MAX_SAFE_INTEGER;
  return {
    meter: meter as MeterName<C>,
    asked,
    limit,
    line: line.line ?? Number.MAX_SAFE_INTEGER,
    ceiling,
    used,
    held,
    remaining: line.remaining ?? Math.max(ceiling - used - held, 0),
    pool: pools[0] ? poolOf(pools[0]) : null,
    period: rangeOf(periodMs),
  };
}

const poolOf = ({ line, used, held, remaining }: DecidedBalance): PoolUsage => ({ line, used, held, remaining });

const rangeOf = (periodMs: DecidedLine['periodMs']): PeriodRange | null =>
  periodMs && { start: isoOf(periodMs.start), end: isoOf(periodMs.end) };

/** The numbers that a request in shadow would have been refused by: as they stood before it took what it asked for. */
export function beforeTaking(answer: DecisionAnswer, of: 'used' | 'held' = 'used'): DecisionAnswer {
  const before = (balance: DecidedBalance) => {
    const standing = { ...balance, [of]: balance[of] - balance.taken };
    const own = balance.ceiling === null ? null : Math.max(balance.ceiling - standing.used - standing.held, 0);
    return balance.breached ? { ...standing, remaining: own } : standing;
  };
  const lines = answer.lines.map((line) => ({ ...line, ...before(line), pools: line.pools.map(before) }));
  return { ...answer, lines };
}

export const isoOf = (ms: number) => new Date(ms).toISOString();
