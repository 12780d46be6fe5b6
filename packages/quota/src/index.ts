/** The pure door: the declaration and the types and arithmetic that follow from it. Safe in a browser. */
export { CatalogError } from './catalog/catalog-error.ts';
export {
  type AllowanceName,
  type Catalog,
  type CountedName,
  defineCatalog,
  type LevelName,
  type MeterName,
  type Plan,
  type PlanName,
  type RateName,
} from './catalog/define-catalog.ts';
export {
  type CapOptions,
  type Capped,
  capped,
  type Grace,
  type Limit,
  type LimitOf,
  none,
  type Overage,
  type Pooled,
  pooled,
  type Rollover,
  unlimited,
} from './catalog/limit.ts';
export { limitsFromEnv } from './catalog/limits-from-env.ts';
export {
  type AllowanceMeter,
  allowance,
  type LevelMeter,
  level,
  type Meter,
  type Mode,
  type Per,
  type RateMeter,
  type RatePer,
  rate,
  type Window,
  windowOf,
} from './catalog/meter.ts';
export { meterLabel } from './catalog/meter-label.ts';
export { percentOf } from './catalog/percent-of.ts';
export { type Price, usd } from './catalog/price.ts';
export {
  type MeterThresholds,
  type ThresholdAmount,
  type ThresholdLevel,
  type Thresholds,
  thresholdAmounts,
} from './catalog/threshold.ts';
export { amountsOf } from './usage/amounts-of.ts';
export { comparePlans, type PlanComparison } from './usage/compare-plans.ts';
export { formatAmount, formatDay, formatMoment, formatPrice, formatSpan } from './usage/format.ts';
export type {
  Beyond,
  GrantSource,
  GrantUsage,
  MeterStatus,
  MeterUsage,
  OwnUsage,
  PeriodRange,
  PoolUsage,
  TenantUsage,
} from './usage/meter-usage.ts';
export type { Breach, QuotaRefusal, Remedy } from './usage/refusal.ts';
export { remainingOf, type Standing, standingOf } from './usage/standing.ts';
