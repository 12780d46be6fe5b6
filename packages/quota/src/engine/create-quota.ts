import type { Catalog, PlanName } from '../catalog/define-catalog.ts';
import { type Connection, connect, type Database } from '../database/connect.ts';
import { registerCatalog } from '../database/register-catalog.ts';
import { type Changes, changeFeed } from '../outbox/change-feed.ts';
import { type Relay, type RelayOptions, startRelay } from '../outbox/relay.ts';
import type { OwnUsage, TenantUsage } from '../usage/meter-usage.ts';
import { abandonedBatches } from './abandoned-batches.ts';
import type { CallerTransaction } from './caller-transaction.ts';
import { type ConsumeOptions, consume } from './consume.ts';
import { failureKind } from './database-error.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { DecisionQueue } from './decision-queue.ts';
import type { EngineContext } from './engine-context.ts';
import { forgetBatches } from './forget-batches.ts';
import { type FreeRequest, free } from './free.ts';
import { KnownBalances } from './known-balances.ts';
import { openBalances } from './open-balances.ts';
import { openingQueue } from './opening-queue.ts';
import { readOwnUsage, readUsage } from './read-usage.ts';
import { type Refund, type RefundRequest, refund } from './refund.ts';
import type { ConsumeRequest } from './request.ts';
import { type ChangeBy, setPlan, setTenant, type TenantSettings } from './set-tenant.ts';
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
  /** Decides one request: granted and charged, replayed, or refused. */
  consume(request: ConsumeRequest<C>, options?: ConsumeOptions): Promise<Decision<C>>;
  /** Returns a charge, once. */
  refund(request: RefundRequest): Promise<Refund<C>>;
  /** Gives back part of a level. */
  free(request: FreeRequest<C>, options?: { tx?: CallerTransaction }): Promise<{ used: number }>;
  /** How all meters of a tenant stand. */
  usage(tenant: string): Promise<TenantUsage<C>>;
  /** What one actor of a tenant used. */
  ownUsage(tenant: string, actor: string): Promise<OwnUsage<C>>;
  /** Tells plan, billing day and time zone of a tenant. */
  setTenant(tenant: string, settings: TenantSettings<C>, by: ChangeBy): Promise<void>;
  /** Moves a tenant to another plan, at once. */
  setPlan(tenant: string, plan: PlanName<C>, by: ChangeBy): Promise<void>;
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
  let version: Promise<number> | undefined;
  const context: EngineContext<C> = {
    catalog,
    database,
    changes,
    balances: new KnownBalances(),
    openBalances: openingQueue((names) => withRetry(() => openBalances(context, names))),
    testNow: () => clock?.().toISOString() ?? null,
    catalogVersion() {
      version ??= withRetry(() => registerCatalog(database, catalog));
      // A failure is not remembered: the next call asks again.
      version.catch(() => {
        version = undefined;
      });
      return version;
    },
  };
  const relays = new Set<Relay>();
  const stopForgetting = forgetBatches(database);
  const abandoned = abandonedBatches(context);
  const queue = new DecisionQueue({
    onCrossed: () => relays.forEach((relay) => void relay.wake()),
    lanes: laneCount,
    decide: async (requests, batch, lane) => {
      const { sql } = (lane === null ? database : lanes[lane]) as Database;
      const catalogVersion = await context.catalogVersion();
      let isAgain = false;
      return withRetry(() => {
        const answer = decide(sql, requests, { batch, isAgain, now: context.testNow(), catalogVersion });
        isAgain = true;
        return answer;
      }).catch((cause: unknown) => {
        if (failureKind(cause) === 'lost') abandoned.add({ batch, charges: requests.map(({ charge }) => charge) });
        throw cause;
      });
    },
  });
  return {
    catalog,
    consume: (request, options) => consume(context, queue, request, options),
    refund: (request) => refund(context, request),
    free: (request, options) => free(context, request, options),
    usage: (tenant) => readUsage(context, tenant),
    ownUsage: (tenant, actor) => readOwnUsage(context, tenant, actor),
    setTenant: (tenant, settings, by) => setTenant(context, tenant, settings, by),
    setPlan: (tenant, plan, by) => setPlan(context, tenant, plan, by),
    onChange: changes.listen,
    relay(options) {
      const relay = startRelay(database, options);
      relays.add(relay);
      return relay;
    },
    async close() {
      stopForgetting();
      await Promise.all([...relays].map((relay) => relay.stop()));
      await changes.close();
      await abandoned.close();
      await Promise.all([database, ...lanes].map((each) => each.close()));
    },
  };
}
