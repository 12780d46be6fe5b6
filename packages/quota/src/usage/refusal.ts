import type { Catalog, MeterName, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Price } from '../catalog/price.ts';
import type { PeriodRange } from './meter-usage.ts';

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
  /** The period's end. */
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
  /** What could have been granted, 0 or more. */
  remaining: number;
  /** Null for a level. */
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
        reason: 'exhausted';
        /** Until the period's end; null for a level. */
        retryAfterMs: number | null;
        /** Every limit that the request breached, this one first. */
        breaches: Breach<C>[];
      })
  | (Refused<C> & { reason: 'not_in_plan' })
  | { reason: 'unavailable'; tenant: string; meter: MeterName<C>; asked: number; retryAfterMs: number };
