/** How often an allowance is refilled. */
export type Per = 'month';

type Described<U extends string> = {
  /** One of what is counted, singular, as it stands in a sentence: `generation`, `project`. */
  readonly unit: U;
  /** What people read, plural: `AI generations`. Derived from the meter's name where it is left out. */
  readonly label?: string;
};

/** Spent and refilled each period. */
export type AllowanceMeter = Described<string> & { readonly kind: 'allowance'; readonly per: Per };
/** What is held now, given back when it is freed. */
export type LevelMeter = Described<string> & { readonly kind: 'level' };

/** One thing that is counted. */
export type Meter = AllowanceMeter | LevelMeter;

/** A meter that is spent and refilled each period: AI generations a month. */
export const allowance = (options: Described<string> & { per: Per }): AllowanceMeter => ({
  kind: 'allowance',
  ...options,
});

/** A meter of what is held now: projects, seats. */
export const level = (options: Described<string>): LevelMeter => ({ kind: 'level', ...options });
