/**
 * Amounts at equal distances in time: `values[i]` is what was used from `startMs + i * stepMs` on, for `stepMs`.
 */
export interface Series {
  /** When the first step begins, in ms since 1970-01-01 UTC. */
  readonly startMs: number;
  /** Length of a step in ms, above 0: 3,600,000 for hours, 86,400,000 for days. */
  readonly stepMs: number;
  /** Amounts of 0 and more, in the order of time; `null` where nothing is known (which isn't 0). */
  readonly values: readonly (number | null)[];
}

/** What is wrong with what was handed in, for a program. */
export type InvalidReason =
  | 'empty'
  | 'value'
  | 'start'
  | 'step'
  | 'order'
  | 'horizon'
  | 'seasonality'
  | 'limit'
  | 'plans'
  | 'probability';

/** What was handed in can't be a series of usage, or can't be asked of one; nothing was computed and no state was changed. */
export class InvalidSeriesError extends Error {
  override readonly name = 'InvalidSeriesError';
  readonly reason: InvalidReason;

  /** @param detail what is wrong for a person, with the value and its place. */
  constructor(reason: InvalidReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/**
 * @throws InvalidSeriesError where a value is negative or not finite, the start isn't finite, or the step isn't above 0.
 */
export function checkSeries(series: Series): void {
  const { startMs, stepMs, values } = series;
  if (!Number.isFinite(startMs)) throw new InvalidSeriesError('start', `startMs is ${startMs}.`);
  if (!(Number.isFinite(stepMs) && stepMs > 0)) throw new InvalidSeriesError('step', `stepMs is ${stepMs}.`);
  const wrong = values.findIndex((value) => !isAmount(value));
  if (wrong >= 0) throw new InvalidSeriesError('value', `values[${wrong}] is ${values[wrong]}.`);
}

/** Whether it is a finite number of 0 and more, or not known. */
export function isAmount(value: number | null): boolean {
  return value === null || (Number.isFinite(value) && value >= 0);
}
