import type { Temporal } from 'temporal-polyfill';

/** A half-open interval `[start, end)`. */
export type Period = { start: Temporal.Instant; end: Temporal.Instant };
