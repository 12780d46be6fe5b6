import type { Catalog } from '../catalog/define-catalog.ts';
import { meterOfStored } from '../catalog/stored-meter.ts';
import { type Connection, connect, type Database } from '../database/connect.ts';
import { registerCatalog } from '../database/register-catalog.ts';
import { changeFeed } from '../outbox/change-feed.ts';
import type { Notice } from '../outbox/notice.ts';
import { type Relay, startRelay } from '../outbox/relay.ts';
import { type AbandonedBatches, abandonedBatches } from './abandoned-batches.ts';
import { accountsOf } from './accounts.ts';
import { type Admitted, admittedCalls } from './admitted.ts';
import { check } from './check.ts';
import { consume } from './consume.ts';
import { failureKind } from './database-error.ts';
import { type DecisionRequest, decide } from './decide.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import { DecisionQueue } from './decision-queue.ts';
import type { EngineContext } from './engine-context.ts';
import { forgetBatches } from './forget-batches.ts';
import { free } from './free.ts';
import { grant, revoke, transfer } from './grant.ts';
import { hold } from './hold.ts';
import { KnownBalances } from './known-balances.ts';
import { type MissedRefusals, missedRefusals } from './missed-refusals.ts';
import { modesOf } from './modes.ts';
import { openBalances } from './open-balances.ts';
import { openingQueue } from './opening-queue.ts';
import type { Quota } from './quota.ts';
import { readOwnUsage, readUsage } from './read-usage.ts';
import { record } from './record.ts';
import { recount } from './recount.ts';
import { refund } from './refund.ts';
import { resume, setOverride, setPlan, setTenant, suspend } from './set-tenant.ts';
import { extend, release, settle } from './settle.ts';
import { upkeepOn } from './upkeep.ts';
import { newBreaker, withRetry } from './with-retry.ts';

export type QuotaOptions<C extends Catalog> = {
  catalog: C;
  /** The application's Postgres, 15 or later, after `migrateQuota`. The engine opens a small pool of its own. */
  connection: Connection;
  /** A test clock. In production leave it out: the database's own time decides. */
  clock?: () => Date;
};

/**
 * Two lanes by balance gained a fifth over one, four lost. Each has a connection of its own: a backend that serves one lane
 * keeps its plans and its cache warm.
 */
const laneCount = 2;
const connectionSettings = { lock_timeout: 500, statement_timeout: 15_000, plan_cache_mode: 'force_generic_plan' };

/**
 * The charge that goes back where the answer was lost for good, and its caller was told `unavailable`. A recorded event
 * stays: it is sent again, and known then. So does a call that was granted all the same.
 */
const abandonedOf = ({ kind, isAdmitted, charge }: DecisionRequest): string[] =>
  (kind === 'consume' || kind === 'hold') && !isAdmitted ? [charge] : [];

/** Opens an engine. It connects at its first call. */
export function createQuota<C extends Catalog>({ catalog, connection, clock }: QuotaOptions<C>): Quota<C> {
  const database = connect(connection, connectionSettings);
  const lanes = Array.from({ length: laneCount }, () => connect(connection, { ...connectionSettings, max: 1 }));
  const upkeep = upkeepOn(connection);
  const changes = changeFeed(database);
  const relays = new Set<Relay>();
  const onCrossed = () => relays.forEach((relay) => void relay.wake());
  const breaker = newBreaker();
  const testNow = () => clock?.().toISOString() ?? null;
  let abandoned: AbandonedBatches;
  let admitted: Admitted;
  let missed: MissedRefusals;
  const queue = new DecisionQueue({
    onCrossed,
    lanes: laneCount,
    decide: async (requests, batch, lane) => {
      const { sql } = (lane === null ? database : lanes[lane]) as Database;
      const catalogVersion = await context.catalogVersion();
      let isAgain = false;
      const send = () => {
        const answer = decide(sql, requests, { batch, isAgain, now: testNow(), catalogVersion });
        isAgain = true;
        return answer;
      };
      return breaker
        .execute(() => withRetry(send))
        .catch((cause: unknown) => {
          if (failureKind(cause) === 'lost' && isAgain)
            abandoned.add({ batch, charges: requests.flatMap(abandonedOf) });
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
    get admitted() {
      return admitted;
    },
    get missed() {
      return missed;
    },
    onCrossed,
    testNow,
    balances: new KnownBalances(),
    modes: modesOf(catalog, database, testNow),
    openBalances: openingQueue((names) => breaker.execute(() => withRetry(() => openBalances(context, names)))),
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
  admitted = admittedCalls(context);
  missed = missedRefusals(context);
  const stopForgetting = forgetBatches(database);

  return {
    catalog,
    async ready() {
      await context.catalogVersion().catch(unavailableUnlessBug);
      await context.modes.ready();
    },
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
    ...accountsOf(context, upkeep),
    onChange: changes.listen,
    relay(options) {
      const relay = startRelay(database, { ...options, send: (notices) => options.send(notices.map(named)) });
      relays.add(relay);
      return relay;
    },
    async close() {
      stopForgetting();
      context.modes.close();
      await Promise.all([...relays].map((relay) => relay.stop()));
      await changes.close();
      await admitted.close();
      await abandoned.close();
      await missed.close();
      await Promise.all([database, upkeep, ...lanes].map((each) => each.close()));
    },
  };

  /** A notice with its meter's present name. */
  function named(notice: Notice): Notice {
    const meter = meterOfStored(catalog, notice.facts.meter) ?? notice.facts.meter;
    return { ...notice, facts: { ...notice.facts, meter } };
  }

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
