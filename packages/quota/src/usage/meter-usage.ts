import type { Catalog, MeterName, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { ThresholdLevel } from '../catalog/threshold.ts';

/**
 * How a meter stands.
 * `calm` below the first warning · `warning`, `critical` that threshold is passed · `exhausted` nothing can be granted ·
 * `over` more is used than the line, as after a downgrade · `unlimited` · `not_in_plan`.
 */
export type MeterStatus = 'calm' | 'warning' | 'critical' | 'exhausted' | 'over' | 'unlimited' | 'not_in_plan';

/** A half-open UTC interval, both ends ISO 8601. */
export type PeriodRange = { start: string; end: string };

/** Usage of one meter. Amounts are whole units. Plain JSON, so that it is the same on the wire with any transformer. */
export type MeterUsage = {
  kind: 'allowance' | 'level';
  status: MeterStatus;
  used: number;
  held: number;
  /** What could be granted now, 0 or more; null: unlimited. */
  remaining: number | null;
  limit: Limit;
  /** Limit + grants; null: unlimited. Percent and thresholds are shares of it. */
  line: number | null;
  /** Where calls are refused; null: unlimited. */
  ceiling: number | null;
  grants: number;
  /** `used` as a share of the line, rounded down, may pass 100; null where there is no line. */
  percent: number | null;
  /** Null for a level. */
  period: PeriodRange | null;
  /** Lowest first. */
  thresholds: { percent: number; level: ThresholdLevel; amount: number; passed: boolean }[];
};

/** What `usage.get` answers, meters in catalog order. */
export type TenantUsage<C extends Catalog = Catalog> = {
  tenant: string;
  plan: PlanName<C>;
  /** IANA time zone in which periods turn. */
  zone: string;
  /** The moment that the figures are from, ISO 8601. */
  at: string;
  /** `tenant`: everything. `own`: only what this member used; limits belong to those with the right to see them. */
  scope: 'tenant';
  meters: { [M in MeterName<C>]: MeterUsage };
};

/** What a member without the right to see the tenant's usage gets: their own `used`, nothing else. */
export type OwnUsage<C extends Catalog = Catalog> = Pick<TenantUsage<C>, 'tenant' | 'plan' | 'zone' | 'at'> & {
  scope: 'own';
  meters: { [M in MeterName<C>]: { kind: 'allowance' | 'level'; used: number; period: PeriodRange | null } };
};
