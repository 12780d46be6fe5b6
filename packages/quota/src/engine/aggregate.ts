import { checkMost } from './check-most.ts';
import type { Upkeep } from './upkeep.ts';

export type Aggregated = {
  /** Entries of the ledger that were read. */
  entries: number;
  /** False where `most` ended it before the ledger did. */
  done: boolean;
};

/** In one transaction: of so many balances, about so many entries. Larger ones gain nothing and hold their locks longer. */
const balancesAtOnce = 2_000;
const entriesAtOnce = 50_000;

/**
 * Adds what the ledger gained to the rollups by hour, day and month, by feature and actor: each entry once, however many
 * processes aggregate at a time and wherever one of them dies. What is booked late corrects the hour in which it happened.
 * History is whole without it, too, only slower: it reads from the ledger what no rollup has yet.
 * @param most entries, about, 1 … 100,000,000.
 * @throws InvalidRequestError outside of that. QuotaUnavailableError while the database is away: what was aggregated before
 * stays so; run it again.
 */
export async function aggregate(upkeep: Upkeep, { most = 10_000_000 }: { most?: number } = {}): Promise<Aggregated> {
  checkMost(most, 100_000_000);
  let entries = 0;
  while (entries < most) {
    const atOnce = Math.min(entriesAtOnce, most - entries);
    const [{ read }] = await upkeep.send(
      (sql) => sql<[{ read: number }]>`select quota.aggregate_1(${balancesAtOnce}, ${atOnce})::float8 as read`,
    );
    if (read === 0) return { entries, done: true };
    entries += read;
  }
  return { entries, done: false };
}
