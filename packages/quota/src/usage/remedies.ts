import type { Catalog, Plan, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
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
  /** The limit it was refused by: the plan's, or the override's in its place. */
  limit: Limit;
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

/** What of a refusal doesn't depend on the catalog's types. */
type Numbers = Omit<Refused<Catalog>, 'plan'>;

/** The ways forward from a refusal, the quickest first. */
export function remediesOf<C extends Catalog>(catalog: C, refused: Refused<C>): Remedy<C>[] {
  const { asked, remaining, roomInMs } = refused;
  const kind = catalog.meters[refused.meter]?.kind;
  const reduce = remaining > 0 && remaining < asked ? [{ type: 'reduce', amount: remaining } as const] : [];
  if (kind === 'rate' && roomInMs !== null) return [...waitOf(refused), ...reduce];
  return [...reduce, ...upgradeFor(catalog, refused), ...(kind === 'level' ? freeOf(refused) : waitOf(refused))];
}

/** Waiting is a way where the time that passes makes room for what was asked. */
function waitOf({ period, roomInMs, at, asked, limit, ceiling, grants, pool }: Numbers): Remedy<never>[] {
  const now = Date.parse(at);
  if (roomInMs !== null) return [{ type: 'wait', until: new Date(now + roomInMs).toISOString(), waitMs: roomInMs }];
  // A period's end refills the limit; what was drawn from grants doesn't come back.
  const own = ceiling - grants;
  const shared = pool === null ? 0 : (pool.line ?? Number.POSITIVE_INFINITY);
  const refilled = limit.type === 'pooled' ? Math.min(own, shared) : own + shared;
  if (!period || asked > refilled) return [];
  return [{ type: 'wait', until: period.end, waitMs: Math.max(Date.parse(period.end) - now, 0) }];
}

/** Giving back is a way where as much is used as has to go. */
function freeOf({ asked, used, held, limit, ceiling, pool }: Numbers): Remedy<never>[] {
  if (limit.type === 'pooled' && !pool) return [];
  // More may be used than the ceiling, after a downgrade: all of that must go first.
  const ownLack = used + held + asked - ceiling;
  const shared = pool?.remaining ?? (pool ? Number.POSITIVE_INFINITY : 0);
  const amount = limit.type === 'pooled' ? Math.max(ownLack, asked + overOf(pool) - shared) : ownLack - shared;
  return amount > 0 && amount <= used ? [{ type: 'free', amount }] : [];
}

/** How much more than its line is taken from a pool that has nothing left. */
function overOf(pool: PoolUsage | null): number {
  if (!pool || pool.line === null || pool.remaining !== 0) return 0;
  return Math.max(pool.used + pool.held - pool.line, 0);
}

/** The first plan above the present one that has room for what was asked. */
function upgradeFor<C extends Catalog>(catalog: C, refused: Refused<C>): Remedy<C>[] {
  const names = Object.keys(catalog.plans) as PlanName<C>[];
  const { used, held, pool, grants, asked } = refused;
  for (const plan of names.slice(names.indexOf(refused.plan) + 1)) {
    const { name, price, limits } = catalog.plans[plan] as Plan;
    const limit = limits[refused.meter] ?? { type: 'none' };
    const { line, ceiling } = amountsOf(limit, grants);
    const drawn = limit.type === 'pooled' || (limit.type === 'capped' && limit.rest) ? pool : null;
    // Without a parent's pool to see, one that draws from it promises nothing.
    if (limit.type === 'pooled' && !drawn) continue;
    const room = remainingOf({ limit, ceiling, used, held }, drawn);
    if (room === null) return [{ type: 'upgrade', plan, name, price, line: null, more: null }];
    if (room >= asked) return [{ type: 'upgrade', plan, name, price, line, more: room - refused.remaining }];
  }
  return [];
}
