import { Temporal } from 'temporal-polyfill';
import { checkHistory, checkLines } from '../engine/check-history.ts';
import type { HistoryBucket, HistoryRequest } from '../engine/verbs.ts';
import { isBooking, isoOf, type World, type WorldEntry } from './world.ts';
import { tenantOf } from './world-contract.ts';

/** What a tenant used of a meter, by buckets of its own zone. @throws InvalidRequestError */
export function history(world: World, request: HistoryRequest): HistoryBucket[] {
  const { tenant, meter, grain, by } = request;
  const range = checkHistory(world.catalog, request);
  const { zone } = tenantOf(world, tenant);
  // A range that cuts an hour has the whole hour.
  const fromMs = bucketStart(Date.parse(range.from), zone, 'hour');
  const toMs = bucketStart(Date.parse(range.to) + 3_599_999, zone, 'hour');
  const used = usesOf(world, tenant, meter).filter(({ atMs }) => fromMs <= atMs && atMs < toMs);
  const buckets = bucketsOf(used, zone, grain, (use) => (by === undefined ? '' : use[by]));
  checkLines(buckets.length);
  return buckets;
}

/** An entry that counts as the tenant's own. `isCall`: the first that used something for its charge. */
export type Use = WorldEntry & { isCall: boolean };

/** All that a tenant used of a meter and returned, in the order of booking. */
export function usesOf(world: World, tenant: string, meter: string): Use[] {
  const charges = new Set<string>();
  return ownEntries(world, tenant, meter).map((entry) => {
    const isCall = entry.amount > 0 && isBooking(entry) && !charges.has(entry.charge);
    if (isCall) charges.add(entry.charge);
    return { ...entry, isCall };
  });
}

/** Sums by bucket and part, in this order; those that come to nothing are left out. */
export function bucketsOf(
  uses: Use[],
  zone: string,
  grain: HistoryRequest['grain'],
  partOf: (use: Use) => string,
): HistoryBucket[] {
  const buckets = new Map<string, HistoryBucket>();
  for (const use of uses) {
    const start = isoOf(bucketStart(use.atMs, zone, grain));
    const of = partOf(use);
    const key = JSON.stringify([start, of]);
    const bucket = buckets.get(key) ?? { start, of, amount: 0, calls: 0 };
    bucket.amount += use.amount;
    bucket.calls += Number(use.isCall);
    buckets.set(key, bucket);
  }
  const used = [...buckets.values()].filter(({ amount, calls }) => amount !== 0 || calls > 0);
  return used.sort((a, b) => (a.start === b.start ? (a.of < b.of ? -1 : 1) : a.start < b.start ? -1 : 1));
}

/** The tenant's own entries, and of its pools' those that it drew: each unit once, what runs through to a pool as its own. */
function ownEntries({ state }: World, tenant: string, meter: string): WorldEntry[] {
  const own = [...state.past, ...state.entries].filter(
    ({ origin, balance, kind }) => origin === tenant && balance.meter === meter && kind !== 'brought_forward',
  );
  const through = new Map<string, number>();
  for (const { charge, draw, place } of own) {
    if (draw === 'through') through.set(charge, Math.min(place, through.get(charge) ?? place));
  }
  return own.filter(({ charge, place }) => place <= (through.get(charge) ?? place));
}

function bucketStart(atMs: number, zone: string, grain: HistoryRequest['grain']): number {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  if (grain === 'hour') return local.round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds;
  return (grain === 'day' ? local : local.with({ day: 1 })).startOfDay().epochMilliseconds;
}
