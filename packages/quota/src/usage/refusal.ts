import type { Catalog, MeterName, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Price } from '../catalog/price.ts';
import type { PeriodRange, PoolUsage } from './meter-usage.ts';

/** A way forward, the quickest first in a refusal's list. Plain JSON. */
export type Remedy<C extends Catalog = Catalog> =
  /** Ask for no more than `amount`, which is granted now. */
  | { type: 'reduce'; amount: number }
  /** Give back this many of a level. */
  | { type: 'free'; amount: number }
  /** A plan with room for this call. `more`: how many more at once; null: unlimited. */
  | { type: 'upgrade'; plan: PlanName<C>; name: string; price: Price; line: number | null; more: number | null }
  /** The caller may not change the plan: somebody else can. */
  | { type: 'ask_owner'; plan: PlanName<C>; name: string }
  /** The period's end, or the moment from which a rate has room again. */
  | { type: 'wait'; until: string; waitMs: number };

/** The numbers of one limit that a request breached. */
export type Breach<C extends Catalog = Catalog> = {
  meter: MeterName<C>;
  /** What the call asked for. */
  asked: number;
  limit: Limit;
  line: number;
  ceiling: number;
  used: number;
  held: number;
  /** What could have been granted, own limit and pool in sum, 0 or more. */
  remaining: number;
  /** The parent's pool, where the meter draws from it. */
  pool: PoolUsage | null;
  /** Null for a level, a lifetime, a rate, and a window that no call has opened. */
  period: PeriodRange | null;
};

type Refused<C extends Catalog> = {
  tenant: string;
  /** When it was decided, ISO 8601. */
  at: string;
  meter: MeterName<C>;
  asked: number;
  /** The plan it was decided by. */
  plan: PlanName<C>;
  remedies: Remedy<C>[];
};

/** Why a call was refused. A refusal changed nothing; its reason says which fields it has. */
export type QuotaRefusal<C extends Catalog = Catalog> =
  | (Refused<C> &
      Breach<C> & {
        /** `too_fast`: a rate has no room now. */
        reason: 'exhausted' | 'too_fast';
        /** Until the period's end, or until a rate has room; null where time alone makes none. */
        retryAfterMs: number | null;
        /** Every limit that the request breached, this one first. */
        breaches: Breach<C>[];
      })
  | (Refused<C> & { reason: 'not_in_plan' })
  /** The tenant, or the parent whose pool is drawn from, is suspended. */
  | (Refused<C> & { reason: 'suspended' })
  | { reason: 'unavailable'; tenant: string; meter: MeterName<C>; asked: number; retryAfterMs: number };
