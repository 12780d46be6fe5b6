import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { Quota } from '../engine/quota.ts';
import type { ConsumeRequest, RecordRequest } from '../engine/verbs.ts';
import { type Inspection, inspectWorld } from './inspect-world.ts';
import { atRisk } from './test-at-risk.ts';
import { changesOf } from './test-changes.ts';
import { type TestClock, testClock } from './test-clock.ts';
import { closePeriods } from './test-closing.ts';
import * as contracts from './test-contracts.ts';
import * as decisions from './test-decisions.ts';
import { eraseTenant } from './test-erase.ts';
import { explain } from './test-explain.ts';
import { exportTenant } from './test-export.ts';
import * as grants from './test-grants.ts';
import { history } from './test-history.ts';
import * as holds from './test-holds.ts';
import * as levels from './test-levels.ts';
import { reconcile } from './test-reconcile.ts';
import { record } from './test-record.ts';
import { refund } from './test-refunds.ts';
import { relaysOn } from './test-relay.ts';
import { retain } from './test-retain.ts';
import { reverse } from './test-reverse.ts';
import { aggregate, aggregationHealth } from './test-rollups.ts';
import { ownUsageOf, usageOf } from './test-usage.ts';
import { copyOf, newWorld, type World } from './world.ts';

export type TestQuotaOptions = {
  /** Where the clock begins, ISO 8601 or a date. @default the present moment */
  now?: string | Date;
  /** Makes the ids of charges, holds and grants: UUIDs, rising. @default UUIDv7 */
  newId?: () => string;
};

/**
 * The engine's verbs in memory, typed by the catalog: the same answers and errors, one caller at a time, gone with the
 * process. It stands wherever a `Quota` is asked for. What a database is for it has none of: a transaction that is passed is
 * left alone, nothing is ever unavailable, and `reconcile` finds no balance that drifted.
 */
export type TestQuota<C extends Catalog> = Quota<C> & {
  readonly clock: TestClock;
  /** Balances, ledger and notices, to look behind the answers. */
  inspect(): Inspection;
  /** Another one that goes on from here by itself: who listens here is told nothing of it. */
  fork(options?: Pick<TestQuotaOptions, 'newId'>): TestQuota<C>;
};

/**
 * Quotas for unit tests: no database, a clock of their own.
 * @example const quota = createTestQuota(catalog, { now: '2026-11-10T12:00:00Z' });
 * await quota.consume({ tenant: 'org_1', meters: { generations: 10 } });
 * quota.clock.advance({ days: 21 });
 */
export function createTestQuota<C extends Catalog>(catalog: C, options: TestQuotaOptions = {}): TestQuota<C> {
  const { now = new Date(), newId = uuidv7 } = options;
  return testQuotaOn(newWorld(catalog, new Date(now).getTime(), newId));
}

function testQuotaOn<C extends Catalog>(world: World): TestQuota<C> {
  /** All of it or, where it throws, nothing. */
  const atomic = <T>(act: (copy: World) => T): T => {
    const copy = copyOf(world);
    const answer = act(copy);
    world.state = copy.state;
    return answer;
  };
  const consume = async (requests: unknown) =>
    Array.isArray(requests)
      ? atomic((copy) => requests.map((request) => decisions.consume(copy, request)))
      : decisions.consume(world, requests as ConsumeRequest);
  const check = async (requests: unknown) =>
    Array.isArray(requests)
      ? requests.map((request) => decisions.check(world, request))
      : decisions.check(world, requests as ConsumeRequest);
  const changes = changesOf(world);
  const relays = relaysOn(world);
  // The verbs know meters and plans by name only; the catalog's types hold at this door.
  const verbs: Omit<Quota<Catalog>, 'catalog' | 'consume' | 'check' | 'exportTenant' | 'relay'> = {
    ready: async () => {},
    hold: async (request) => decisions.hold(world, request),
    settle: async (request) => holds.settle(world, request),
    extend: async (request) => holds.extend(world, request),
    release: async (request) => holds.release(world, request),
    refund: async (request) => refund(world, request),
    record: async (requests) => record(world, [requests].flat() as RecordRequest[]),
    free: async (request, options) => atomic((copy) => levels.free(copy, request, options)),
    recount: async (request, by) => levels.recount(world, request, by),
    grant: async (request, by) => grants.grant(world, request, by),
    revoke: async (request, by) => grants.revoke(world, request, by),
    transfer: async (request, by) => grants.transfer(world, request, by),
    setTenant: async (tenant, settings, by) => contracts.setTenant(world, tenant, settings, by),
    setPlan: async (tenant, plan, by, { at } = {}) => contracts.setPlan(world, tenant, plan, by, at),
    setOverride: async (request, by) => contracts.setOverride(world, request, by),
    suspend: async (tenant, by) => contracts.setSuspended(world, tenant, true, by),
    resume: async (tenant, by) => contracts.setSuspended(world, tenant, false, by),
    setMode: async (meter, mode, by) => contracts.setMode(world, meter, mode, by),
    usage: async (tenant) => usageOf(world, tenant),
    ownUsage: async (tenant, actor) => ownUsageOf(world, tenant, actor),
    history: async (request) => history(world, request),
    explain: async (request) => explain(world, request),
    atRisk: async (request) => atRisk(world, request),
    aggregationHealth: async () => aggregationHealth(world),
    aggregate: async (options) => aggregate(world, options),
    closePeriods: async (options) => closePeriods(world, options),
    reconcile: async (which, options, by) => reconcile(world, which, options, by),
    reverse: async (request, by, options) => atomic((copy) => reverse(copy, request, by, options)),
    eraseTenant: async (tenant, by) => eraseTenant(world, tenant, by),
    retain: async (request) => retain(world, request),
    onChange: changes.listen,
    close: relays.stop,
  };
  const tellingAfter =
    <A extends unknown[], T>(verb: (...asked: A) => Promise<T>) =>
    async (...asked: A): Promise<T> => {
      try {
        return await verb(...asked);
      } finally {
        changes.tell();
        relays.wake();
      }
    };
  const telling = Object.entries({ ...verbs, consume, check }).map(([name, verb]) => [
    name,
    tellingAfter(verb as (...asked: unknown[]) => Promise<unknown>),
  ]);
  return {
    ...Object.fromEntries(telling),
    exportTenant: (tenant: string) => exportTenant(world, tenant),
    relay: relays.start,
    catalog: world.catalog,
    clock: testClock(world),
    inspect: () => inspectWorld(world),
    fork: ({ newId = world.newId } = {}) => testQuotaOn({ ...copyOf(world), newId, changed: new Set() }),
  } as unknown as TestQuota<C>;
}
