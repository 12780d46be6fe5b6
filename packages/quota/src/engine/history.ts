import type { Catalog } from '../catalog/define-catalog.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import { isoOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkMeter, checkName, checkTime } from './request.ts';
import type { HistoryBucket, HistoryRequest } from './verbs.ts';
import { withRetry } from './with-retry.ts';

/** A bucket's least length, milliseconds. */
const grainMs = { hour: 3_600_000, day: 23 * 3_600_000, month: 28 * 86_400_000 } as const;
const mostBuckets = 10_000;

/**
 * What a tenant used of a meter, in buckets of its own time zone, from the ledger; a return counts in the bucket in which it
 * was returned. What it drew through a pool counts as its own, and not as the pool's.
 * Reaches back as far as the ledger does (see `retain`).
 * @returns buckets with usage, by start, then by feature or actor.
 * @throws InvalidRequestError for a meter that is none or a rate, a range that is empty or has more than 10,000 buckets, or
 * a split into more than 10,000 lines. QuotaUnavailableError while the database is away.
 */
export async function history<C extends Catalog>(
  context: EngineContext<C>,
  { tenant, meter, grain, by, ...range }: HistoryRequest<C>,
): Promise<HistoryBucket[]> {
  const { catalog, database } = context;
  checkName('tenant', tenant);
  checkCounted(catalog, meter);
  if (!Object.hasOwn(grainMs, grain)) {
    throw new InvalidRequestError('grain', `'${grain}' is none`, `Pass ${Object.keys(grainMs).join(', ')}.`);
  }
  if (by !== undefined && by !== 'feature' && by !== 'actor') {
    throw new InvalidRequestError('by', `nothing is split by '${String(by)}'`, "Pass 'feature', 'actor', or nothing.");
  }
  const { from, to } = checkRange(range);
  if ((Date.parse(to) - Date.parse(from)) / grainMs[grain] > mostBuckets) {
    throw new InvalidRequestError(
      'from',
      `more than ${mostBuckets} buckets`,
      'Ask for a shorter range, or larger buckets.',
    );
  }
  const rows = await withRetry(
    () => database.sql<{ start_ms: number; part: string; amount: number; calls: number }[]>`
      select * from quota.history_1(${tenant}, ${storedMeter(catalog, meter)}, ${grain}, ${from}, ${to}, ${by ?? null},
        ${mostBuckets + 1})`,
  ).catch(unavailableUnlessBug);
  if (rows.length > mostBuckets) {
    throw new InvalidRequestError('by', `more than ${mostBuckets} lines`, 'Ask for a shorter range.');
  }
  return rows.map(({ start_ms, part, amount, calls }) => ({ start: isoOf(start_ms), of: part, amount, calls }));
}

/** @throws InvalidRequestError for a meter that the catalog doesn't know, or a rate, which leaves no ledger. */
export function checkCounted(catalog: Catalog, meter: string): void {
  checkMeter(catalog, meter);
  if (catalog.meters[meter]?.kind !== 'rate') return;
  throw new InvalidRequestError(`meters.${meter}`, 'a rate leaves no ledger', 'Name an allowance or a level.');
}

/** Half-open, ISO 8601. @throws InvalidRequestError where one is no time, or the range is empty. */
export function checkRange(range: { from: string | Date; to: string | Date }): { from: string; to: string } {
  const from = checkTime('from', range.from);
  const to = checkTime('to', range.to);
  if (from < to) return { from, to };
  throw new InvalidRequestError('to', 'it is not after from', 'Pass a later time.');
}
