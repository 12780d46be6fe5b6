import type { Catalog, CountedName, LevelName, MeterName, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { GrantSource, MeterUsage } from '../usage/meter-usage.ts';
import type { QuotaRefusal } from '../usage/refusal.ts';
import type { CallerTransaction } from './caller-transaction.ts';

// What each verb is asked and answers. `createQuota` decides on Postgres, `createTestQuota` in memory: the same types.

/** Who changed a contract, and why. It stands in the audit. */
export type ChangeBy = { actor: string; reason: string };

type Who = {
  /** Who has the limits: any string from the session, 1 … 200 characters. */
  tenant: string;
  /** On whose behalf. */
  actor?: string | undefined;
  /** What the usage was for. */
  feature?: string | undefined;
};
type Keyed = {
  /** The caller's idempotency key, 1 … 200 characters. The same key is charged once, for 30 days at least. */
  key?: string | undefined;
  /** What the key belongs to, such as a procedure's path; the same key in another scope is another key. */
  scope?: string | undefined;
};
/** Whole amounts by meter, from 1 up to `Number.MAX_SAFE_INTEGER`; 1 … 64 meters. */
type Amounts<M extends string> = { [N in M]?: number };

/** One call's use of one or more meters, granted all or none. */
export type ConsumeRequest<C extends Catalog = Catalog> = Who &
  Keyed & {
    /** What is asked of which meter. */
    meters: Amounts<MeterName<C>>;
    /** Takes what is left where it is less, and says how much. One meter only; nothing left is a refusal. */
    partial?: boolean | undefined;
  };

export type ConsumeOptions = {
  /**
   * The application's own transaction, at READ COMMITTED: the charge commits or rolls back with it. For levels: the
   * project row and its count stand or fall together. One line only; others wait for the balance until it ends.
   */
  tx?: CallerTransaction;
};

/** How a meter stands right after a decision. Null: unlimited. */
export type MeterAfter = {
  /** What this request took. */
  taken: number;
  used: number;
  held: number;
  remaining: number | null;
  line: number | null;
};

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
  | ({
      outcome: 'granted';
      /** What it would have been refused with, were its meter not in `shadow`. */
      shadow?: QuotaRefusal<C>;
      /** Granted unseen while the database was away, by `onOutage: 'admit'`: its numbers are unknown, it is booked later. */
      admitted?: true;
    } & Charge<C>)
  /** The key stands for an earlier charge of the same request. Nothing was charged now. */
  | ({ outcome: 'replayed' } & Charge<C>)
  | { outcome: 'refused'; refusal: QuotaRefusal<C> };

/** The answer that `consume` would give now. Nothing was taken, no key is looked up. */
export type Check<C extends Catalog = Catalog> =
  | { outcome: 'granted'; tenant: string; at: string; meters: { [M in MeterName<C>]?: MeterAfter } }
  | { outcome: 'refused'; refusal: QuotaRefusal<C> };

export type HoldRequest<C extends Catalog = Catalog> = Who &
  Keyed & {
    /** The most that the work may take. A rate can't be held. */
    meters: Amounts<CountedName<C>>;
    /** How long it is set aside, 1,000 … 2,592,000,000 (30 days). @default 300_000 */
    forMs?: number | undefined;
  };

export type Hold<C extends Catalog = Catalog> = {
  /** UUIDv7. What is settled is booked under it: it is the charge's id, too. */
  hold: string;
  tenant: string;
  at: string;
  /** ISO 8601. Then what isn't settled is remaining again. */
  expiresAt: string;
  meters: { [M in MeterName<C>]?: MeterAfter };
};

export type HoldDecision<C extends Catalog = Catalog> =
  | ({ outcome: 'granted'; shadow?: QuotaRefusal<C> } & Hold<C>)
  | ({ outcome: 'replayed' } & Hold<C>)
  | { outcome: 'refused'; refusal: QuotaRefusal<C> };

export type SettleRequest<C extends Catalog = Catalog> = {
  tenant: string;
  hold: string;
  /** What the work took since the last settling, whole amounts from 0; a held meter that isn't named took nothing. */
  meters: Amounts<CountedName<C>>;
  /** The work goes on: the rest stays held. @default false */
  more?: boolean | undefined;
};

export type Settlement<C extends Catalog = Catalog> = {
  hold: string;
  /** What was booked now, by meter. */
  booked: Amounts<MeterName<C>>;
  /** What was held and is remaining again. */
  returned: Amounts<MeterName<C>>;
  /** What was booked beyond what was held. Empty where the hold was enough. */
  above: Amounts<MeterName<C>>;
  /** Booked after the hold had expired, or its period had closed. */
  late: boolean;
  /** False while more is to come. */
  ended: boolean;
};

export type RefundRequest<C extends Catalog = Catalog> = {
  tenant: string;
  /** Id of the charge, from its decision, or of a settled hold. */
  charge: string;
  /** Part of it, whole amounts from 1; all that is left where it is left out. */
  meters?: Amounts<CountedName<C>> | undefined;
  actor?: string | undefined;
};

export type Refund<C extends Catalog = Catalog> = {
  /** What was returned now, by meter; empty where all had been returned before. Of a level what is still used. */
  meters: Amounts<MeterName<C>>;
};

export type FreeRequest<C extends Catalog = Catalog> = Who & {
  /** A level; an allowance is spent and can't be freed. */
  meter: LevelName<C>;
  /** Whole units from 1, at most what is used. */
  amount: number;
  /** The charge that took them: it can't be refunded beyond what is left of it then. */
  charge?: string | undefined;
};

export type RecountRequest<C extends Catalog = Catalog> = {
  tenant: string;
  meter: LevelName<C>;
  /** What the application counts, a whole number from 0. In a transaction a function: asked while the level is locked. */
  count: number | (() => Promise<number>);
};

/** Usage that already happened: never refused, booked once by its event's id. */
export type RecordRequest<C extends Catalog = Catalog> = Who & {
  meters: Amounts<CountedName<C>>;
  /** When it happened, ISO 8601 or a date; not in the future, at most 13 months ago. Now where it is left out. */
  at?: string | Date | undefined;
  /** The event's own id, 1 … 200 characters: told twice, it is booked once. */
  event: string;
};

export type Recorded = {
  /** How many of the events were booked now. */
  booked: number;
  /** How many had been booked before, under the same id with the same content. */
  known: number;
  /** How many were marked late: their period had closed, or they stand above the ceiling. */
  late: number;
};

export type GrantRequest<C extends Catalog = Catalog> = {
  tenant: string;
  meter: CountedName<C>;
  /** Whole units from 1. */
  amount: number;
  source: Exclude<GrantSource, 'gift' | 'rollover'>;
  /** ISO 8601 or a date. Now where it is left out. */
  startsAt?: string | Date | undefined;
  /** Doesn't expire where it is left out. */
  expiresAt?: string | Date | undefined;
  /** The same key gives the grant once. */
  key?: string | undefined;
};

export type TransferRequest = {
  /** Who gives. */
  tenant: string;
  /** A grant of theirs. */
  grant: string;
  /** Who receives: the giver's parent, or another child of it, or a child of the giver. */
  to: string;
  /** Whole units from 1, at most what remains of the grant. */
  amount: number;
  /** The same key transfers once. */
  key?: string | undefined;
};

export type TenantSettings<C extends Catalog = Catalog> = {
  plan?: PlanName<C> | undefined;
  /** The tenant whose pool is drawn from; null: none. */
  parent?: string | null | undefined;
  /**
   * Billing day, 1 … 31; in a shorter month its last day. Or a date, such as the day of signing up: its day is the billing
   * day, its weekday starts weeks, its month starts years.
   */
  anchor?: number | string | undefined;
  /** IANA time zone. */
  zone?: string | undefined;
};

export type OverrideRequest<C extends Catalog = Catalog> = {
  tenant: string;
  meter: MeterName<C>;
  /** What holds in place of the plan's limit; null: the plan's again. */
  limit: Limit | null;
  /** ISO 8601 or a date, after now. Stays where it is left out. */
  until?: string | Date | undefined;
};

export type AtRisk<C extends Catalog = Catalog> = {
  tenant: string;
  meter: MeterName<C>;
  plan: PlanName<C>;
  usage: MeterUsage;
  /** When the line is reached at the pace of this period, ISO 8601; null where it is reached, or no pace leads there. */
  reachedAt: string | null;
};

export type HistoryRequest<C extends Catalog = Catalog> = {
  tenant: string;
  meter: MeterName<C>;
  /** Buckets in the tenant's time zone. */
  grain: 'hour' | 'day' | 'month';
  /** ISO 8601 or a date; half-open `[from, to)`, at most 10,000 buckets. */
  from: string | Date;
  to: string | Date;
  /** Split by what it was for, or by who. */
  by?: 'feature' | 'actor' | undefined;
};

/** One bucket. Of those without usage none is listed. */
export type HistoryBucket = {
  /** ISO 8601. */
  start: string;
  /** Feature or actor where the history is split, else ''. */
  of: string;
  /** Used, less what was returned. */
  amount: number;
  /** Charges and events that used something. */
  calls: number;
};
