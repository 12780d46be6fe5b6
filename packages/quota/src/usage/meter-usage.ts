import type { Catalog, MeterName, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Meter } from '../catalog/meter.ts';
import type { Price } from '../catalog/price.ts';
import type { ThresholdLevel } from '../catalog/threshold.ts';

/**
 * How a meter stands.
 * `calm` below the first warning · `warning`, `critical` that threshold is passed · `overage`, `grace` above the line and
 * allowed still · `exhausted` nothing can be granted · `over` more is used than may be, as after a downgrade or a late
 * booking, or above a soft limit · `unlimited` · `not_in_plan`.
 */
export type MeterStatus =
  | 'calm'
  | 'warning'
  | 'critical'
  | 'overage'
  | 'grace'
  | 'exhausted'
  | 'over'
  | 'unlimited'
  | 'not_in_plan';

/** A half-open UTC interval, both ends ISO 8601. */
export type PeriodRange = { start: string; end: string };

/** What may be used beyond the line, and how much of it is. */
export type Beyond =
  | { type: 'overage'; upTo: number; used: number; price: Price; cost: Price }
  /** `until`: when it ends, ISO 8601; null while the line has not been crossed. */
  | { type: 'grace'; upTo: number; used: number; days: number; until: string | null }
  | { type: 'soft'; used: number };

/** The parent's pool as a child sees it. Null: unlimited. */
export type PoolUsage = { line: number | null; used: number; held: number; remaining: number | null };

/** Usage of one meter. Amounts are whole units. Plain JSON, so that it is the same on the wire with any transformer. */
export type MeterUsage = {
  kind: Meter['kind'];
  status: MeterStatus;
  /** Of a rate: calls of the burst that are not back yet. */
  used: number;
  /** Set aside for work in flight. */
  held: number;
  /** What could be granted now, own limit and pool in sum, 0 or more; null: unlimited. */
  remaining: number | null;
  /** The plan's, or the override's in its place. */
  limit: Limit;
  /** Limit + grants; null: unlimited. Percent and thresholds are shares of it. Of a rate: calls per its time. */
  line: number | null;
  /** Where calls are refused: line + overage or grace; null: never. Of a rate: how many at once. */
  ceiling: number | null;
  /** What grants add to the line. */
  grants: number;
  /** Null where the line is the end, or there is none. */
  beyond: Beyond | null;
  /** Null where nothing is drawn from a parent. */
  pool: PoolUsage | null;
  /** When the limit that stands in place of the plan's ends, ISO 8601; null `until`: it stays. Null: there is none. */
  override: { until: string | null } | null;
  /** `used` as a share of the line, rounded down, may pass 100; null where there is no line. */
  percent: number | null;
  /** Null for a level, a lifetime, a rate, and a window that no call has opened. */
  period: PeriodRange | null;
  /** Lowest first. */
  thresholds: { percent: number; level: ThresholdLevel; amount: number; passed: boolean }[];
};

/** Where an extra amount came from. */
export type GrantSource = 'bonus' | 'purchase' | 'gift' | 'rollover';

/** An extra amount, as it stands. ISO 8601 times. */
export type GrantUsage<C extends Catalog = Catalog> = {
  /** UUIDv7. */
  grant: string;
  meter: MeterName<C>;
  source: GrantSource;
  amount: number;
  /** Of an allowance, what has been drawn from it. */
  drawn: number;
  /** What can be drawn still: 0 once it ended. */
  remaining: number;
  startsAt: string;
  /** Null: it doesn't expire. */
  expiresAt: string | null;
  /** The tenant that gave it from a grant of its own. */
  from: string | null;
  reason: string;
};

/** What `usage.get` answers, meters in catalog order. */
export type TenantUsage<C extends Catalog = Catalog> = {
  tenant: string;
  plan: PlanName<C>;
  /** A change that is agreed and not due yet. */
  nextPlan: { plan: PlanName<C>; at: string } | null;
  /** Every call is refused with `suspended`. */
  suspended: boolean;
  /** IANA time zone in which periods turn. */
  zone: string;
  /** The moment that the figures are from, ISO 8601. */
  at: string;
  /** `tenant`: everything. `own`: only what this member used; limits belong to those with the right to see them. */
  scope: 'tenant';
  meters: { [M in MeterName<C>]: MeterUsage };
  /** Those that count now or will, earliest expiry first. */
  grants: GrantUsage<C>[];
};

/** What a member without the right to see the tenant's usage gets: their own `used`, nothing else. */
export type OwnUsage<C extends Catalog = Catalog> = Pick<TenantUsage<C>, 'tenant' | 'plan' | 'zone' | 'at'> & {
  scope: 'own';
  meters: { [M in MeterName<C>]: { kind: Meter['kind']; used: number; period: PeriodRange | null } };
};
