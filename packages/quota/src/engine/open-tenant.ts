import { meterOfStored } from '../catalog/stored-meter.ts';
import type { EngineContext } from './engine-context.ts';
import { withRetry } from './with-retry.ts';

/**
 * Opens the balances of a tenant, and of those above it, that are stale: a period that ended is turned before something is
 * booked late into the present one, or the calendar changes. Leaves out what an earlier declaration counted and this one
 * doesn't.
 */
export async function openTenant(context: EngineContext, tenant: string): Promise<void> {
  const { sql } = context.database;
  const stale = await withRetry(
    () => sql<{ tenant: string; meter: string; actor: string }[]>`
      with recursive family as (
        select t.id, t.parent from quota.tenant t where t.id = ${tenant}
        union select p.id, p.parent from family f join quota.tenant p on p.id = f.parent)
      select b.tenant, b.meter, b.actor from quota.balance b join family f on f.id = b.tenant
      where b.valid_until <= coalesce(${context.testNow()}::timestamptz, clock_timestamp())`,
  );
  const names = stale.flatMap(({ meter, ...name }) => {
    const known = meterOfStored(context.catalog, meter);
    return known === undefined ? [] : [{ ...name, meter: known }];
  });
  if (names.length > 0) await context.openBalances(names);
}
