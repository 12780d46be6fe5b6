import { storedMeter } from '../catalog/stored-meter.ts';
import type { Aggregated } from '../engine/aggregate.ts';
import { checkMost } from '../engine/check-most.ts';
import type { ExportRecord } from '../engine/export-tenant.ts';
import { bucketsOf, usesOf } from './test-history.ts';
import type { World } from './world.ts';
import { tenantOf } from './world-contract.ts';

/** Lets the rollups know what the ledger gained. @throws InvalidRequestError */
export function aggregate({ state }: World, { most = 10_000_000 }: { most?: number } = {}): Aggregated {
  checkMost(most, 100_000_000);
  const fresh = state.entries.filter((entry) => !entry.isAggregated);
  const read = fresh.slice(0, most);
  for (const entry of read) entry.isAggregated = true;
  return { entries: read.length, done: read.length === fresh.length };
}

/** A tenant's rollups: sums by hour, day and month, feature and actor. */
export function* rollupsOf(world: World, tenant: string): Generator<ExportRecord, void> {
  const { zone } = tenantOf(world, tenant);
  for (const meter of Object.keys(world.catalog.meters)) {
    const uses = usesOf(world, tenant, meter).filter(({ isAggregated }) => isAggregated);
    for (const grain of ['hour', 'day', 'month'] as const) {
      for (const bucket of bucketsOf(uses, zone, grain, ({ feature, actor }) => JSON.stringify([feature, actor]))) {
        const [feature, actor] = JSON.parse(bucket.of) as [string, string];
        const { start, amount, calls } = bucket;
        yield { type: 'rollup', meter: storedMeter(world.catalog, meter), grain, start, feature, actor, amount, calls };
      }
    }
  }
}
