import type { Catalog, LevelName } from '../catalog/define-catalog.ts';
import { InvalidRequestError } from '../engine/quota-error.ts';
import type { ReconcileOptions, Reconciliation } from '../engine/reconcile.ts';
import { checkLine, checkName } from '../engine/request.ts';
import type { ChangeBy } from '../engine/verbs.ts';
import { checkBy } from './test-contracts.ts';
import { checkLevel, recount } from './test-levels.ts';
import { runningPeriodOf, type World } from './world.ts';

type Which = { tenant: string } | { all: true };

/**
 * Compares levels with what the application counts, and mends them where it is told to. Balances are what their ledger says
 * at any moment here, so that none of them drifts.
 * @throws InvalidRequestError for a count of a meter that is no level.
 */
export async function reconcile(
  world: World,
  which: Which,
  { mend = false, count = {} }: ReconcileOptions,
  by: ChangeBy,
): Promise<Reconciliation> {
  const only = 'tenant' in which ? which.tenant : null;
  if (only !== null) checkName('tenant', only);
  else if (!('all' in which && which.all === true)) {
    throw new InvalidRequestError('tenant', 'none is named', 'Name a tenant, or pass { all: true }.');
  }
  checkBy(by);
  for (const meter of Object.keys(count)) checkLevel(world, meter);
  const found: Reconciliation<Catalog> = { drifts: [], errors: [] };
  const counts = Object.entries(count) as [LevelName<Catalog>, (tenant: string) => Promise<number>][];
  for (const [meter, counted] of counts) {
    for (const tenant of only === null ? tenantsWith(world, meter) : [only]) {
      try {
        const truth = await counted(tenant);
        checkLine(world.catalog, meter, truth, 0);
        const balance = usedOf(world, tenant, meter);
        if (balance === truth) continue;
        if (mend) await recount(world, { tenant, meter: meter as never, count: truth }, by);
        found.drifts.push({ tenant, meter, what: 'count', periodStart: null, balance, truth, mended: mend });
      } catch (error) {
        found.errors.push({ tenant, meter, error });
      }
    }
  }
  return found;
}

const balancesOf = ({ state }: World, meter: string) =>
  [...state.balances.values()].filter((balance) => balance.meter === meter);

const tenantsWith = (world: World, meter: string) =>
  balancesOf(world, meter)
    .map(({ tenant }) => tenant)
    .sort();

function usedOf(world: World, tenant: string, meter: string): number {
  const balance = balancesOf(world, meter).find((one) => one.tenant === tenant);
  return balance ? runningPeriodOf(balance).used : 0;
}
