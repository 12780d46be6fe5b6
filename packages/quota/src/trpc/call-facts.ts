import type { Catalog } from '../catalog/define-catalog.ts';
import type { Quota } from '../engine/quota.ts';
import type { Charge } from '../engine/verbs.ts';

/** What a person may do with a tenant's quotas: change the plan; see the tenant's usage and limits. */
export type Right = 'billing' | 'usage';

/** How an application's context answers for a call. All of it comes from the session, never from input. */
export type CallFacts<C extends Catalog, Ctx> = {
  quota: Quota<C>;
  tenant(opts: { ctx: Ctx }): string | Promise<string>;
  actor?(opts: { ctx: Ctx }): string | undefined;
  can?(ctx: Ctx, right: Right): boolean | Promise<boolean>;
  key?: OperationKey<Ctx>;
  onRefundFailed?(cause: unknown, charge: Charge<C>): void;
  /** A hold that could not be released at its call's end. It expires by itself. */
  onReleaseFailed?(cause: unknown, hold: { tenant: string; hold: string }): void;
};

/** The caller's idempotency key for one operation; undefined where there is none. */
export type OperationKey<Ctx> = (opts: {
  ctx: Ctx;
  path: string;
  batchIndex: number | undefined;
}) => string | undefined;

type Called<Ctx> = {
  /** The caller's idempotency key for this operation, where it isn't the setup's. */
  key?: OperationKey<Ctx>;
  /** What the usage was for; the procedure's path where it is left out. */
  feature?: string;
};

export type ChargeOptions<Ctx> = Called<Ctx> & {
  /** `success` (default) returns the charge when the call fails, `attempt` keeps it. */
  charge?: 'success' | 'attempt';
};

export type HoldOptions<Ctx> = Called<Ctx> & {
  /**
   * How long a hold outlives the process that made it, 1,000 … 2,592,000,000 ms (30 days). While the call runs it is
   * extended by itself. @default 300_000
   */
  forMs?: number;
};

/** Whole units from 1, or how to read them from the call. */
export type Amount<Ctx, Input> = number | ((opts: { ctx: Ctx; input: Input }) => number);

/** What one call uses of several meters, granted all or none. */
export type Amounts<M extends string, Ctx, Input> = { readonly [N in M]: Amount<Ctx, Input> };
