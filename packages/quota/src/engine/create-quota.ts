import type { Catalog, MeterName, PlanName } from '../catalog/define-catalog.ts';
import type { Mode } from '../catalog/meter.ts';
import { type Connection, connect, type Database } from '../database/connect.ts';
import { registerCatalog } from '../database/register-catalog.ts';
import { type Changes, changeFeed } from '../outbox/change-feed.ts';
import { type Relay, type RelayOptions, startRelay } from '../outbox/relay.ts';
import type { OwnUsage, TenantUsage } from '../usage/meter-usage.ts';
import { type AbandonedBatches, abandonedBatches } from './abandoned-batches.ts';
import type { CallerTransaction } from './caller-transaction.ts';
import { check } from './check.ts';
import { consume } from './consume.ts';
import { failureKind } from './database-error.ts';
import { decide } from './decide.ts';
import { DecisionQueue } from './decision-queue.ts';
import type { EngineContext } from './engine-context.ts';
import { forgetBatches } from './forget-batches.ts';
import { free } from './free.ts';
import { grant, revoke, transfer } from './grant.ts';
import { hold } from './hold.ts';
import { KnownBalances } from './known-balances.ts';
import { modesOf } from './modes.ts';
import { openBalances } from './open-balances.ts';
import { openingQueue } from './opening-queue.ts';
import { readOwnUsage, readUsage } from './read-usage.ts';
import { record } from './record.ts';
import { type RecountOptions, recount } from './recount.ts';
import { refund } from './refund.ts';
import { type PlanChangeOptions, resume, setOverride, setPlan, setTenant, suspend } from './set-tenant.ts';
import { extend, release, settle } from './settle.ts';
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
import { withRetry } from './with-retry.ts';

export type QuotaOptions<C extends Catalog> = {
  catalog: C;
  /** The application's Postgres, 15 or later, after `migrateQuota`. The engine opens a small pool of its own. */
  connection: Connection;
  /** A test clock. In production leave it out: the database's own time decides. */
  clock?: () => Date;
};

/** All that can be done with quotas, typed by the catalog. */
export type Quota<C extends Catalog> = {
  readonly catalog: C;
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

/**
 * Two lanes by balance gained a fifth over one, four lost. Each has a connection of its own: a backend that serves one lane
 * keeps its plans and its cache warm.
 */
const laneCount = 2;
const connectionSettings = { lock_timeout: 500, statement_timeout: 15_000 };

/** Opens an engine. It connects at its first call. */
export function createQuota<C extends Catalog>({ catalog, connection, clock }: QuotaOptions<C>): Quota<C> {
  const database = connect(connection, connectionSettings);
  const lanes = Array.from({ length: laneCount }, () => connect(connection, { ...connectionSettings, max: 1 }));
  const changes = changeFeed(database);
  const relays = new Set<Relay>();
  const onCrossed = () => relays.forEach((relay) => void relay.wake());
  const testNow = () => clock?.().toISOString() ?? null;
  let abandoned: AbandonedBatches;
  const queue = new DecisionQueue({
    onCrossed,
    lanes: laneCount,
    decide: async (requests, batch, lane) => {
      const { sql } = (lane === null ? database : lanes[lane]) as Database;
      const catalogVersion = await context.catalogVersion();
      let isAgain = false;
      return withRetry(() => {
        const answer = decide(sql, requests, { batch, isAgain, now: testNow(), catalogVersion });
        isAgain = true;
        return answer;
      }).catch((cause: unknown) => {
        // A recorded event stays: whoever was told `unavailable` sends it again, and is told that it is known.
        const charges = requests
          .filter(({ kind }) => kind === 'consume' || kind === 'hold')
          .map(({ charge }) => charge);
        if (failureKind(cause) === 'lost' && charges.length > 0) abandoned.add({ batch, charges });
        throw cause;
      });
    },
  });
  let version: Promise<number> | undefined;
  const context: EngineContext<C> = {
    catalog,
    database,
    changes,
    queue,
    onCrossed,
    testNow,
    balances: new KnownBalances(),
    modes: modesOf(catalog, database, testNow),
    openBalances: openingQueue((names) => withRetry(() => openBalances(context, names))),
    catalogVersion() {
      version ??= withRetry(() => registerCatalog(database, catalog));
      // A failure is not remembered: the next call asks again.
      version.catch(() => {
        version = undefined;
      });
      return version;
    },
  };
  abandoned = abandonedBatches(context);
  const stopForgetting = forgetBatches(database);

  return {
    catalog,
    consume: eachOf(consume),
    check: eachOf(check),
    hold: (request) => hold(context, request),
    settle: (request) => settle(context, request),
    extend: (request) => extend(context, request),
    release: (request) => release(context, request),
    refund: (request) => refund(context, request),
    record: (events) => record(context, events),
    free: (request, options) => free(context, request, options),
    recount: (request, by, options) => recount(context, request, by, options),
    grant: (request, by) => grant(context, request, by),
    revoke: (request, by) => revoke(context, request, by),
    transfer: (request, by) => transfer(context, request, by),
    setTenant: (tenant, settings, by) => setTenant(context, tenant, settings, by),
    setPlan: (tenant, plan, by, options) => setPlan(context, tenant, plan, by, options),
    setOverride: (request, by) => setOverride(context, request, by),
    suspend: (tenant, by) => suspend(context, tenant, by),
    resume: (tenant, by) => resume(context, tenant, by),
    setMode: (meter, mode, by) => context.modes.set(meter, mode, by),
    usage: (tenant) => readUsage(context, tenant),
    ownUsage: (tenant, actor) => readOwnUsage(context, tenant, actor),
    onChange: changes.listen,
    relay(options) {
      const relay = startRelay(database, options);
      relays.add(relay);
      return relay;
    },
    async close() {
      stopForgetting();
      context.modes.close();
      await Promise.all([...relays].map((relay) => relay.stop()));
      await changes.close();
      await abandoned.close();
      await Promise.all([database, ...lanes].map((each) => each.close()));
    },
  };

  /** One request, or many: asked in the same turn, they are decided in one batch, in their order. */
  function eachOf<Q, O, A>(decideOne: (context: EngineContext<C>, request: Q, options?: O) => Promise<A>) {
    function ask(request: Q, options?: O): Promise<A>;
    function ask(requests: readonly Q[]): Promise<A[]>;
    function ask(asked: Q | readonly Q[], options?: O): Promise<A | A[]> {
      if (!Array.isArray(asked)) return decideOne(context, asked as Q, options);
      return Promise.all(asked.map((request: Q) => decideOne(context, request)));
    }
    return ask;
  }
}
