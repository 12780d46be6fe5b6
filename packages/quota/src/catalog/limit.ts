/** What a plan gives of one meter. A tagged value, never a magic number. */
export type Limit =
  | {
      readonly type: 'capped';
      /** Whole units, 0 … `Number.MAX_SAFE_INTEGER`. */
      readonly amount: number;
    }
  | { readonly type: 'unlimited' }
  | { readonly type: 'none' };

/**
 * A hard limit: at `amount` further use is refused.
 * @param amount whole units, 1 … `Number.MAX_SAFE_INTEGER`; use {@link none} for a meter that is not in the plan.
 */
export const capped = (amount: number): Limit => ({ type: 'capped', amount });

/** Counted and shown, never refused. */
export const unlimited: Limit = { type: 'unlimited' };

/** Not in this plan: every use is refused with `not_in_plan`. */
export const none: Limit = { type: 'none' };
