import type { MeterThresholds } from './threshold.ts';

/** A calendar's span between two refills, anchored to the tenant's billing day and zone; `lifetime`: never refilled. */
export type CalendarSpan = 'hour' | 'day' | 'week' | 'month' | 'year' | 'lifetime';

/** A span that opens with the first granted call after the last one ended. Milliseconds, from one second up. */
export type Window = { readonly windowMs: number };

/** How often an allowance is refilled. */
export type Per = CalendarSpan | Window;

/** Over which time a rate is counted. */
export type RatePer = 'second' | 'minute' | 'hour' | 'day';

/**
 * How strictly a meter is kept. `enforce` refuses; `shadow` decides and records, never refuses, to adopt on live traffic;
 * `off` grants everything and counts nothing, a kill switch.
 */
export type Mode = 'enforce' | 'shadow' | 'off';

type Described<U extends string> = {
  /** One of what is counted, singular, as it stands in a sentence: `generation`, `project`. */
  readonly unit: U;
  /** What people read, plural: `AI generations`. Derived from the meter's name where it is left out. */
  readonly label?: string;
  /** Where this meter warns, in place of the catalog's thresholds. */
  readonly thresholds?: MeterThresholds;
  /** @default 'enforce' */
  readonly mode?: Mode;
  /** The name under which this meter was counted before: its usage is carried on. */
  readonly renamedFrom?: string;
  /**
   * What holds while the database is away. `refuse` answers `unavailable`. `admit` grants, keeps up to 10,000 calls in
   * memory and books them on return, once each; a process that dies meanwhile loses what it admitted.
   * @default 'refuse'
   */
  readonly onOutage?: 'refuse' | 'admit';
};

/** Spent and refilled each period. */
export type AllowanceMeter = Described<string> & { readonly kind: 'allowance'; readonly per: Per };
/** What is held now, given back when it is freed. */
export type LevelMeter = Described<string> & { readonly kind: 'level' };
/** Calls per time, with burst. Leaves no ledger lines. */
export type RateMeter = Described<string> & {
  readonly kind: 'rate';
  readonly per: RatePer;
  /** Who has the rate: the tenant as a whole, or each of its actors. */
  readonly by: 'tenant' | 'actor';
};

/** One thing that is counted. */
export type Meter = AllowanceMeter | LevelMeter | RateMeter;

/** A meter that is spent and refilled each period: AI generations a month. */
export const allowance = (options: Described<string> & { per: Per }): AllowanceMeter => ({
  kind: 'allowance',
  ...options,
});

/** A meter of what is held now: projects, seats, work in flight. */
export const level = (options: Described<string>): LevelMeter => ({ kind: 'level', ...options });

/** A meter of calls per time: 60 requests a minute, 20 of them at once. */
export const rate = (options: Described<string> & { per: RatePer; by?: 'tenant' | 'actor' }): RateMeter => ({
  kind: 'rate',
  by: 'tenant',
  ...options,
});

/** A period that opens on first use: `allowance({ unit: 'message', per: windowOf({ hours: 5 }) })`. */
export const windowOf = ({
  days = 0,
  hours = 0,
  minutes = 0,
}: {
  days?: number;
  hours?: number;
  minutes?: number;
}): Window => ({
  windowMs: ((days * 24 + hours) * 60 + minutes) * 60_000,
});
