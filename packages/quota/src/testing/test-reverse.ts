import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import { checkCounted, checkRange } from '../engine/check-history.ts';
import { checkName, checkText } from '../engine/request.ts';
import type { Reversal, ReverseRequest } from '../engine/reverse.ts';
import type { ChangeBy } from '../engine/verbs.ts';
import { checkBy } from './test-contracts.ts';
import { giveBack, giveBackAll, leftOfAll } from './test-refunds.ts';
import { isBooking, type World, type WorldEntry } from './world.ts';
import { note } from './world-audit.ts';

/** Undoes charges of a range; without `dryRun: false` it tells what would be returned. @throws InvalidRequestError */
export function reverse(
  world: World,
  { tenant, meter, feature, ...range }: ReverseRequest,
  by: ChangeBy,
  { dryRun = true }: { dryRun?: boolean } = {},
): Reversal {
  checkName('tenant', tenant);
  if (meter !== undefined) checkCounted(world.catalog, meter);
  if (feature !== undefined) checkText('feature', feature);
  checkBy(by);
  const { from, to } = checkRange(range);
  const isAsked = (entry: WorldEntry) =>
    isBooking(entry) &&
    entry.place === 0 &&
    (meter === undefined || entry.balance.meter === meter) &&
    (feature === undefined || entry.feature === feature) &&
    Date.parse(from) <= entry.atMs &&
    entry.atMs < Date.parse(to);
  const own = world.state.entries.filter(({ origin, charge }) => origin === tenant && world.state.charges.has(charge));
  const charges = [...Map.groupBy(own, ({ charge }) => charge).values()].filter((entries) => entries.some(isAsked));
  const linesOf = (entries: WorldEntry[]) =>
    leftOfAll(world, entries).filter(([name]) => meter === undefined || name === meter);

  const foreseen = reversalOf(charges.map(linesOf), true);
  if (dryRun) return foreseen;
  const asked = { meter: meter ?? null, feature: feature ?? null, from, to };
  const { charges: some, meters } = foreseen;
  note(world, tenant, { action: 'reverse', by, before: null, after: { ...asked, charges: some, meters } });
  const given = { kind: 'reverse', actor: by.actor } as const;
  const returned = charges.map((entries) => {
    if (meter === undefined) return giveBackAll(world, entries, given);
    const lines = linesOf(entries);
    giveBack(world, entries, { ...given, lines });
    return lines;
  });
  return reversalOf(returned, false);
}

function reversalOf(charges: [meter: string, amount: number][][], dryRun: boolean): Reversal {
  const returned = charges.filter((lines) => lines.length > 0);
  const reversal: Reversal<Catalog> = { charges: returned.length, meters: {}, dryRun };
  for (const [name, amount] of returned.flat()) {
    const meter = name as MeterName<Catalog>;
    reversal.meters[meter] = (reversal.meters[meter] ?? 0) + amount;
  }
  return reversal;
}
