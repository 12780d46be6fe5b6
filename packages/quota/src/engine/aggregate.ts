import { checkMost } from './check-most.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import { isoOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import type { Upkeep } from './upkeep.ts';
import { withRetry } from './with-retry.ts';

export type Aggregated = {
  /** Entries of the ledger that were read. */
  entries: number;
  /** False where `most` ended it before the ledger did. */
  done: boolean;
};

/** In one transaction: of so many balances, about so many entries. Larger ones gain nothing and hold their locks longer. */
const balancesAtOnce = 2_000;
const entriesAtOnce = 20_000;

/**
 * Adds what the ledger gained to the rollups by hour and day, by feature and actor: each entry once, however many
 * processes aggregate at a time and wherever one of them dies. What is booked late corrects the hour in which it happened.
 * History is whole without it, too, only slower: it reads from the ledger what no rollup has yet.
 * @param most entries, about, 1 … 100,000,000.
 * @throws InvalidRequestError outside of that. QuotaUnavailableError while the database is away: what was aggregated before
 * stays so; run it again.
 */
export async function aggregate(
  { testNow }: EngineContext,
  upkeep: Upkeep,
  { most = 10_000_000 }: { most?: number } = {},
): Promise<Aggregated> {
  checkMost(most, 100_000_000);
  let entries = 0;
  while (entries < most) {
    const atOnce = Math.min(entriesAtOnce, most - entries);
    const [{ read }] = await upkeep.send(
      (sql) => sql<[{ read: number }]>`select quota.aggregate_1(${balancesAtOnce}, ${atOnce})::float8 as read`,
    );
    if (read === 0) {
      await upkeep.send((sql) => sql`select quota.note_upkeep_1(${testNow()}, 'aggregate')`);
      return { entries, done: true };
    }
    entries += read;
  }
  return { entries, done: false };
}

export type AggregationHealth = {
  /** When it last read all that there was, ISO 8601; null: never. */
  ranAt: string | null;
  /** Of how many balances the rollups don't know all entries. */
  behind: number;
  /** When the oldest entry that no rollup has was booked, ISO 8601; null: none is left. */
  oldestUnreadAt: string | null;
  /** How long that one has waited, whole milliseconds. */
  lagMs: number;
};

/** Balances that are behind, of which the oldest entry is looked for. */
const mostLookedAt = 1_000;

/**
 * How far the rollups are behind the ledger. Looks through all balances: a tenth of a second for 100,000.
 * @throws QuotaUnavailableError while the database is away.
 */
export async function aggregationHealth({ database, testNow }: EngineContext): Promise<AggregationHealth> {
  const now = testNow();
  const [row] = await withRetry(
    () => database.sql<[{ ranMs: number | null; behind: number; oldestMs: number | null; nowMs: number }]>`
      select (extract(epoch from h.ran_at) * 1000)::float8 as "ranMs", h.unread as behind,
        (extract(epoch from h.oldest_at) * 1000)::float8 as "oldestMs",
        (extract(epoch from coalesce(${now}::timestamptz, clock_timestamp())) * 1000)::float8 as "nowMs"
      from quota.aggregation_health_1(${mostLookedAt}) as h`,
  ).catch(unavailableUnlessBug);
  const { ranMs, behind, oldestMs, nowMs } = row;
  return {
    ranAt: ranMs === null ? null : isoOf(Math.floor(ranMs)),
    behind,
    oldestUnreadAt: oldestMs === null ? null : isoOf(Math.floor(oldestMs)),
    lagMs: oldestMs === null ? 0 : Math.max(Math.round(nowMs - oldestMs), 0),
  };
}
