export type { Series } from './series.ts';
export { InvalidSeriesError } from './series.ts';
