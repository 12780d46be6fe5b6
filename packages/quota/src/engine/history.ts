import type { Catalog } from '../catalog/define-catalog.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import { checkHistory, checkLines, mostBuckets } from './check-history.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import { isoOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import type { HistoryBucket, HistoryRequest } from './verbs.ts';
import { withRetry } from './with-retry.ts';

/**
 * What a tenant used of a meter, in buckets of its own time zone; a return counts in the bucket in which it was returned.
 * What it drew through a pool counts as its own, and not as the pool's. A charge counts as a call in the bucket in which it
 * first used something.
 * From the rollups and, for what was booked since they were aggregated, the ledger: always up to now. A range that cuts an hour
 * has the whole hour.
 * @returns buckets with usage, by start, then by feature or actor.
 * @throws InvalidRequestError for a meter that is none or a rate, a range that is empty or has more than 10,000 buckets, or
 * a split into more than 10,000 lines. QuotaUnavailableError while the database is away.
 */
export async function history<C extends Catalog>(
  context: EngineContext<C>,
  request: HistoryRequest<C>,
): Promise<HistoryBucket[]> {
  const { catalog, database } = context;
  const { tenant, meter, grain, by } = request;
  const { from, to } = checkHistory(catalog, request);
  const rows = await withRetry(
    () => database.sql<{ start_ms: number; part: string; amount: number; calls: number }[]>`
      select * from quota.history_2(${tenant}, ${storedMeter(catalog, meter)}, ${grain}, ${from}, ${to}, ${by ?? null},
        ${mostBuckets + 1})`,
  ).catch(unavailableUnlessBug);
  checkLines(rows.length);
  return rows.map(({ start_ms, part, amount, calls }) => ({ start: isoOf(start_ms), of: part, amount, calls }));
}
