export { describePoint, type PointWords } from './anomalies/describe-point.ts';
export {
  type AnomalyDetector,
  type AnomalyPoint,
  createAnomalyDetector,
  detectAnomalies,
} from './anomalies/detect-anomalies.ts';
export type { AnomalyKind } from './anomalies/watches.ts';
export { type Forecast, type ForecastPoint, forecast, type Interval } from './forecast/forecast.ts';
export type { Outlook } from './forecast/look-ahead.ts';
export { type DaysUntil, daysUntil } from './limits/days-until.ts';
export { type DailyBudget, recommendDailyBudget } from './limits/recommend-daily-budget.ts';
export { type PlanAdvice, type PlanOffer, recommendPlan } from './limits/recommend-plan.ts';
export type { InvalidReason, Series } from './series.ts';
export { InvalidSeriesError } from './series.ts';
export { type Trend, trendOf } from './trend-of.ts';
