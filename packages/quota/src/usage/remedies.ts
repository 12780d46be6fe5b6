import type { Catalog, Plan, PlanName } from '../catalog/define-catalog.ts';
import { amountsOf } from './amounts-of.ts';
import type { PeriodRange, PoolUsage } from './meter-usage.ts';
import type { Remedy } from './refusal.ts';
import { remainingOf } from './standing.ts';

export type Refused<C extends Catalog> = {
  meter: string;
  asked: number;
  used: number;
  held: number;
  remaining: number;
  ceiling: number;
  grants: number;
  plan: PlanName<C>;
  period: PeriodRange | null;
  pool: PoolUsage | null;
  /** Of a rate: when it has room for what was asked; null: never at once. */
  roomInMs: number | null;
  /** The moment of the decision, ISO 8601. */
  at: string;
};

/** The ways forward from a refusal, the quickest first. */
export function remediesOf<C extends Catalog>(catalog: C, refused: Refused<C>): Remedy<C>[] {
  const { asked, remaining } = refused;
  const wait = waitOf(refused);
  if (catalog.meters[refused.meter]?.kind === 'rate') {
    return [...wait, ...(remaining > 0 && remaining < asked ? [{ type: 'reduce', amount: remaining } as const] : [])];
  }
  const remedies: Remedy<C>[] = [];
  if (remaining > 0 && remaining < asked) remedies.push({ type: 'reduce', amount: remaining });
  const upgrade = upgradeFor(catalog, refused);
  if (upgrade) remedies.push(upgrade);
  if (refused.ceiling === 0 && !refused.pool) return remedies;
  if (catalog.meters[refused.meter]?.kind === 'level') {
    // More may be used than the ceiling, after a downgrade: all of that must go first.
    remedies.push({ type: 'free', amount: refused.used + refused.held + asked - refused.ceiling });
  }
  return [...remedies, ...wait];
}

/** Waiting is a way where the time that passes makes room for what was asked. */
function waitOf({ period, roomInMs, at, asked, ceiling, pool }: Refused<Catalog>): Remedy<never>[] {
  const now = Date.parse(at);
  if (roomInMs !== null) return [{ type: 'wait', until: new Date(now + roomInMs).toISOString(), waitMs: roomInMs }];
  const refilled =
    pool === null ? ceiling : pool.line === null ? Number.POSITIVE_INFINITY : Math.max(ceiling, pool.line);
  if (!period || asked > refilled) return [];
  return [{ type: 'wait', until: period.end, waitMs: Math.max(Date.parse(period.end) - now, 0) }];
}

/** The first plan above the present one that has room for what was asked. */
function upgradeFor<C extends Catalog>(catalog: C, refused: Refused<C>): Remedy<C> | undefined {
  const names = Object.keys(catalog.plans) as PlanName<C>[];
  const { used, held, pool, grants, asked } = refused;
  for (const plan of names.slice(names.indexOf(refused.plan) + 1)) {
    const { name, price, limits } = catalog.plans[plan] as Plan;
    const limit = limits[refused.meter] ?? { type: 'none' };
    const { line, ceiling } = amountsOf(limit, grants);
    const drawn = limit.type === 'pooled' || (limit.type === 'capped' && limit.then) ? pool : null;
    // Without a parent's pool to see, one that draws from it promises nothing.
    if (limit.type === 'pooled' && !drawn) continue;
    const room = remainingOf({ limit, ceiling, used, held }, drawn);
    if (room === null) return { type: 'upgrade', plan, name, price, line: null, more: null };
    if (room >= asked) return { type: 'upgrade', plan, name, price, line, more: room - refused.remaining };
  }
  return undefined;
}
