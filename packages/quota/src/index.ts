/** The pure door: the declaration and the types and arithmetic that follow from it. Safe in a browser. */
export { CatalogError } from './catalog/catalog-error.ts';
export {
  type AllowanceName,
  type Catalog,
  defineCatalog,
  type LevelName,
  type MeterName,
  type Plan,
  type PlanName,
} from './catalog/define-catalog.ts';
export { capped, type Limit, none, unlimited } from './catalog/limit.ts';
export { type AllowanceMeter, allowance, type LevelMeter, level, type Meter } from './catalog/meter.ts';
export { meterLabel } from './catalog/meter-label.ts';
export { type Price, usd } from './catalog/price.ts';
export { type ThresholdAmount, type ThresholdLevel, type Thresholds, thresholdAmounts } from './catalog/threshold.ts';
export { comparePlans, type PlanComparison } from './usage/compare-plans.ts';
export { formatAmount, formatDay, formatMoment, formatPrice, formatSpan } from './usage/format.ts';
export type { MeterStatus, MeterUsage, OwnUsage, PeriodRange, TenantUsage } from './usage/meter-usage.ts';
export type { Breach, QuotaRefusal, Remedy } from './usage/refusal.ts';
export { type Standing, standingOf } from './usage/standing.ts';
