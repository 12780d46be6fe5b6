import type { Meter } from './meter.ts';
import type { Price } from './price.ts';

/** Use beyond the limit, each unit at a price, up to a cap. */
export type Overage = {
  /** Whole units beyond the line, from 1. */
  readonly upTo: number;
  /** For one unit. */
  readonly price: Price;
};

/** Use beyond the limit for a while, free of charge. */
export type Grace = {
  /** Whole units beyond the line, from 1. */
  readonly upTo: number;
  /** Days of 24 hours from the first crossing of the line in a period, 1 … 366. */
  readonly days: number;
};

/** What is left of the limit at a period's end goes on as a grant. */
export type Rollover = {
  /** Whole units at most, from 1. */
  readonly upTo: number;
  /** How many further periods it lives, 1 … 120. */
  readonly periods: number;
};

export type CapOptions = {
  /** Warns, never refuses. */
  readonly soft?: true;
  readonly overage?: Overage;
  readonly grace?: Grace;
  readonly rollover?: Rollover;
  /** What the own limit doesn't hold is drawn from the parent's pool. */
  readonly rest?: 'pool';
  /** Rates only: how many at once, 1 … `amount`; all of them where it is left out. */
  readonly burst?: number;
};

/** At `amount` use is refused, unless an option says otherwise. */
export type Capped = {
  readonly type: 'capped';
  /** Whole units, 1 … `Number.MAX_SAFE_INTEGER`. */
  readonly amount: number;
} & CapOptions;

/** Drawn from the parent's pool: the parent's own limit, which all of its children share. */
export type Pooled = {
  readonly type: 'pooled';
  /** What this tenant may draw of it at most; a member's cap. */
  readonly cap?: number;
};

/** What a plan gives of one meter. A tagged value, never a magic number. */
export type Limit = Capped | Pooled | { readonly type: 'unlimited' } | { readonly type: 'none' };

type NotIn<K extends keyof CapOptions> = { readonly [N in K]?: never };
type Beyond =
  | NotIn<'soft' | 'overage' | 'grace'>
  | ({ readonly soft: true } & NotIn<'overage' | 'grace'>)
  | ({ readonly overage: Overage } & NotIn<'soft' | 'grace'>)
  | ({ readonly grace: Grace } & NotIn<'soft' | 'overage'>);

/** The options that fit a kind of meter; any other does not compile. */
type CapOf<K extends Meter['kind']> = K extends 'rate'
  ? { readonly burst?: number } & NotIn<Exclude<keyof CapOptions, 'burst'>>
  : K extends 'level'
    ? Beyond & { readonly rest?: 'pool' } & NotIn<'burst' | 'rollover'>
    : Beyond & { readonly rest?: 'pool'; readonly rollover?: Rollover } & NotIn<'burst'>;

/** The limits that fit a meter. */
export type LimitOf<M extends Meter> =
  | (Pick<Capped, 'type' | 'amount'> & CapOf<M['kind']>)
  | (M['kind'] extends 'rate' ? never : Pooled)
  | { readonly type: 'unlimited' }
  | { readonly type: 'none' };

/**
 * A limit. Without options a hard one: at `amount` further use is refused.
 * @param amount whole units, 1 … `Number.MAX_SAFE_INTEGER`; use {@link none} for a meter that is not in the plan.
 * @param options one of `soft`, `overage`, `grace`; `rollover`; `rest: 'pool'`; for a rate `burst`.
 */
export function capped(amount: number): Pick<Capped, 'type' | 'amount'>;
export function capped<const O extends CapOptions>(amount: number, options: O): Pick<Capped, 'type' | 'amount'> & O;
export function capped(amount: number, options?: CapOptions): Capped {
  return { type: 'capped', amount, ...options };
}

/** Drawn from the parent's pool. @param options.cap what this tenant may draw at most, whole units from 1. */
export const pooled = (options: { cap?: number } = {}): Pooled => ({ type: 'pooled', ...options });

/** Counted and shown, never refused. */
export const unlimited = { type: 'unlimited' } as const satisfies Limit;

/** Not in this plan: every use is refused with `not_in_plan`. */
export const none = { type: 'none' } as const satisfies Limit;
