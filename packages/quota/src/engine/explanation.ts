import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';

/** One meter's part. Amounts are whole units; null: unlimited. `used` and `held` as they stood right before. */
export type ExplainedMeter<C extends Catalog = Catalog> = {
  meter: MeterName<C>;
  /** What was asked for, or what was booked. */
  asked: number;
  /** Why, in one sentence. */
  sentence: string;
  /** Null where the refusal says no more than its reason, or the contract of then is not on record. */
  numbers: {
    plan: string;
    limit: Limit;
    override: boolean;
    /** What grants add to the limit: together the line. */
    grants: number;
    line: number | null;
    /** Line and what is allowed beyond it. */
    ceiling: number | null;
    used: number;
    held: number;
  } | null;
  /** The pools behind the own limit, the nearest first. A refusal doesn't name its own. */
  pools: { tenant: string | null; amount: number | null; used: number; line: number | null }[];
  /** ISO 8601; null: without start and end. */
  period: { start: string; end: string } | null;
  /** Booked after its period had closed, or above the ceiling after the fact. */
  late: boolean;
  /** What of it was returned since. */
  returned: number;
};

export type Explanation<C extends Catalog = Catalog> = {
  outcome: 'granted' | 'refused';
  tenant: string;
  /** When it was decided, or its event happened, ISO 8601; null for one that could not be decided. */
  at: string | null;
  /** '' where none was named, or a refusal doesn't say. */
  actor: string;
  feature: string;
  /** Whether it carries an idempotency key. */
  keyed: boolean;
  /** Why it came out as it did: a sentence for each meter. */
  sentence: string;
  meters: ExplainedMeter<C>[];
};

/** The sentences of all meters, one after the other. */
export const joined = (meters: readonly { sentence: string }[]): string =>
  meters.map(({ sentence }) => sentence).join(' ');
