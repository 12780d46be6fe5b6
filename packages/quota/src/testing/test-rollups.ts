import { storedMeter } from '../catalog/stored-meter.ts';
import type { Aggregated, AggregationHealth } from '../engine/aggregate.ts';
import { checkMost } from '../engine/check-most.ts';
import type { ExportRecord } from '../engine/export-tenant.ts';
import { bucketsOf, usesOf } from './test-history.ts';
import { isoOf, type World } from './world.ts';
import { tenantOf } from './world-contract.ts';

/** Lets the rollups know what the ledger gained. @throws InvalidRequestError */
export function aggregate({ state }: World, { most = 10_000_000 }: { most?: number } = {}): Aggregated {
  checkMost(most, 100_000_000);
  const fresh = state.entries.filter((entry) => !entry.isAggregated);
  const read = fresh.slice(0, most);
  for (const entry of read) entry.isAggregated = true;
  const done = read.length === fresh.length;
  if (done) state.aggregatedMs = state.nowMs;
  return { entries: read.length, done };
}

/** How far the rollups are behind the ledger. */
export function aggregationHealth({ state }: World): AggregationHealth {
  const fresh = state.entries.filter((entry) => !entry.isAggregated);
  const oldestMs = fresh.length > 0 ? Math.min(...fresh.map(({ bookedMs }) => bookedMs)) : null;
  return {
    ranAt: state.aggregatedMs === null ? null : isoOf(state.aggregatedMs),
    behind: new Set(fresh.map(({ balance }) => balance)).size,
    oldestUnreadAt: oldestMs === null ? null : isoOf(oldestMs),
    lagMs: oldestMs === null ? 0 : state.nowMs - oldestMs,
  };
}

/** A tenant's rollups: sums by hour and day, feature and actor. */
export function* rollupsOf(world: World, tenant: string): Generator<ExportRecord, void> {
  const { zone } = tenantOf(world, tenant);
  for (const meter of Object.keys(world.catalog.meters)) {
    const uses = usesOf(world, tenant, meter).filter(({ isAggregated }) => isAggregated);
    for (const grain of ['hour', 'day'] as const) {
      for (const bucket of bucketsOf(uses, zone, grain, ({ feature, actor }) => JSON.stringify([feature, actor]))) {
        const [feature, actor] = JSON.parse(bucket.of) as [string, string];
        const { start, amount, calls } = bucket;
        yield { type: 'rollup', meter: storedMeter(world.catalog, meter), grain, start, feature, actor, amount, calls };
      }
    }
  }
}
