import { Temporal } from 'temporal-polyfill';
import { checkHistory, checkLines } from '../engine/check-history.ts';
import type { HistoryBucket, HistoryRequest } from '../engine/verbs.ts';
import { isBooking, isoOf, type World, type WorldEntry } from './world.ts';
import { tenantOf } from './world-contract.ts';

/** What a tenant used of a meter, by buckets of its own zone, from the ledger. @throws InvalidRequestError */
export function history(world: World, request: HistoryRequest): HistoryBucket[] {
  const { tenant, meter, grain, by } = request;
  const { from, to } = checkHistory(world.catalog, request);
  const isAsked = ({ atMs }: WorldEntry) => Date.parse(from) <= atMs && atMs < Date.parse(to);
  const { zone } = tenantOf(world, tenant);
  const buckets = new Map<string, HistoryBucket>();
  const charges = new Map<HistoryBucket, Set<string>>();
  for (const entry of ownEntries(world, tenant, meter).filter(isAsked)) {
    const start = isoOf(bucketStart(entry.atMs, zone, grain));
    const of = by === undefined ? '' : entry[by];
    const key = JSON.stringify([start, of]);
    const bucket = buckets.get(key) ?? { start, of, amount: 0, calls: 0 };
    buckets.set(key, bucket);
    bucket.amount += entry.amount;
    const ids = charges.get(bucket) ?? new Set();
    charges.set(bucket, isUse(entry) ? ids.add(entry.charge) : ids);
    bucket.calls = ids.size;
  }
  const used = [...buckets.values()].filter(({ amount, calls }) => amount !== 0 || calls > 0);
  checkLines(used.length);
  return used.sort((a, b) => (a.start === b.start ? (a.of < b.of ? -1 : 1) : a.start < b.start ? -1 : 1));
}

/** The tenant's own entries, and of its pools' those that it drew: each unit once, what runs through to a pool as its own. */
function ownEntries({ state }: World, tenant: string, meter: string): WorldEntry[] {
  const own = state.entries.filter(
    ({ origin, balance, kind }) => origin === tenant && balance.meter === meter && kind !== 'brought_forward',
  );
  const through = new Map<string, number>();
  for (const { charge, draw, place } of own) {
    if (draw === 'through') through.set(charge, Math.min(place, through.get(charge) ?? place));
  }
  return own.filter(({ charge, place }) => place <= (through.get(charge) ?? place));
}

const isUse = (entry: WorldEntry) => entry.amount > 0 && isBooking(entry);

function bucketStart(atMs: number, zone: string, grain: HistoryRequest['grain']): number {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  if (grain === 'hour') return local.round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds;
  return (grain === 'day' ? local : local.with({ day: 1 })).startOfDay().epochMilliseconds;
}
