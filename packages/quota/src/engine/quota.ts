import type { Catalog, MeterName, PlanName } from '../catalog/define-catalog.ts';
import type { Mode } from '../catalog/meter.ts';
import type { Changes } from '../outbox/change-feed.ts';
import type { Relay, RelayOptions } from '../outbox/relay.ts';
import type { OwnUsage, TenantUsage } from '../usage/meter-usage.ts';
import type { Accounts } from './accounts.ts';
import type { CallerTransaction } from './caller-transaction.ts';
import type { RecountOptions } from './recount.ts';
import type { PlanChangeOptions } from './set-tenant.ts';
import type {
  ChangeBy,
  Check,
  ConsumeOptions,
  ConsumeRequest,
  Decision,
  FreeRequest,
  GrantRequest,
  HoldDecision,
  HoldRequest,
  OverrideRequest,
  Recorded,
  RecordRequest,
  RecountRequest,
  Refund,
  RefundRequest,
  Settlement,
  SettleRequest,
  TenantSettings,
  TransferRequest,
} from './verbs.ts';

/** All that can be done with quotas, typed by the catalog. */
export type Quota<C extends Catalog> = Accounts<C> & {
  readonly catalog: C;
  /**
   * Resolves once the declaration is accepted, for an application's start. Without it the first call does the same.
   * @throws CatalogError where it forgets a meter that tenants have a balance of. QuotaUnavailableError: no database.
   */
  ready(): Promise<void>;
  /** Decides one request: granted and charged, replayed, or refused. Of many each for itself, in one go. */
  consume(request: ConsumeRequest<C>, options?: ConsumeOptions): Promise<Decision<C>>;
  consume(requests: readonly ConsumeRequest<C>[]): Promise<Decision<C>[]>;
  /** The same answer without effect. */
  check(request: ConsumeRequest<C>): Promise<Check<C>>;
  check(requests: readonly ConsumeRequest<C>[]): Promise<Check<C>[]>;
  /** Sets amounts aside before the work. */
  hold(request: HoldRequest<C>): Promise<HoldDecision<C>>;
  /** Settles a hold by what the work took, at once or in parts. */
  settle(request: SettleRequest<C>): Promise<Settlement<C>>;
  /** Renews a hold while its work lives. */
  extend(request: { tenant: string; hold: string; forMs: number }): Promise<{ expiresAt: string }>;
  /** Gives back what is held still. */
  release(request: { tenant: string; hold: string }): Promise<Settlement<C>>;
  /** Returns a charge, or part of it. */
  refund(request: RefundRequest<C>): Promise<Refund<C>>;
  /** Books usage that already happened, once by its event's id. */
  record(events: RecordRequest<C> | readonly RecordRequest<C>[]): Promise<Recorded>;
  /** Gives back part of a level. */
  free(request: FreeRequest<C>, options?: { tx?: CallerTransaction }): Promise<{ used: number }>;
  /** Sets a level to what the application counts. */
  recount(
    request: RecountRequest<C>,
    by: ChangeBy,
    options?: RecountOptions,
  ): Promise<{ before: number; after: number }>;
  /** Gives a tenant an extra amount. */
  grant(request: GrantRequest<C>, by: ChangeBy): Promise<{ grant: string }>;
  /** Takes back what remains of a grant. */
  revoke(request: { tenant: string; grant: string }, by: ChangeBy): Promise<{ taken: number }>;
  /** Gives part of a tenant's own grant to its parent, a sibling or a child. */
  transfer(request: TransferRequest, by: ChangeBy): Promise<{ grant: string; remaining: number }>;
  /** Tells plan, parent, billing day and time zone of a tenant. */
  setTenant(tenant: string, settings: TenantSettings<C>, by: ChangeBy): Promise<void>;
  /** Moves a tenant to another plan, at once or at its billing month's end. */
  setPlan(tenant: string, plan: PlanName<C>, by: ChangeBy, options?: PlanChangeOptions): Promise<void>;
  /** Sets a limit in place of the plan's, or takes it away. */
  setOverride(request: OverrideRequest<C>, by: ChangeBy): Promise<void>;
  /** Refuses every call of a tenant until it is resumed. */
  suspend(tenant: string, by: ChangeBy): Promise<void>;
  resume(tenant: string, by: ChangeBy): Promise<void>;
  /** Says how strictly a meter is kept, for every process within seconds. */
  setMode(meter: MeterName<C>, mode: Mode, by: ChangeBy): Promise<void>;
  /** How all meters of a tenant stand. */
  usage(tenant: string): Promise<TenantUsage<C>>;
  /** What one actor of a tenant used. */
  ownUsage(tenant: string, actor: string): Promise<OwnUsage<C>>;
  /** Hands notices from the outbox on. Run it in every process of the application. */
  relay(options: RelayOptions): Relay;
  /** Calls back when a tenant's usage changed, in whichever process. Returns how to stop. */
  onChange: Changes['listen'];
  /** Lets what is in flight end, then closes the pool. */
  close(): Promise<void>;
};
