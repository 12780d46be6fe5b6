export { type Forecast, type ForecastPoint, forecast, type Interval } from './forecast/forecast.ts';
export type { Series } from './series.ts';
export { InvalidSeriesError } from './series.ts';
