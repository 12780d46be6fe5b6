import type { Tenant } from './contract.ts';
import type { EngineContext } from './engine-context.ts';
import type { BalanceName } from './known-balances.ts';
import { checkName } from './request.ts';
import type { ChangeBy } from './set-tenant.ts';
import { withRetry } from './with-retry.ts';

type Change = Partial<Pick<Tenant, 'plan' | 'anchorDay' | 'zone'>>;
type Loose<T> = { [K in keyof T]: T[K] | undefined };

/**
 * Writes a tenant's new contract, raises its revision, makes its balances stale and puts the change on record, in one
 * transaction. Then opens the balances, so that what the change means is told at once. A change to what holds already
 * does nothing.
 */
export async function changeContract(
  context: EngineContext,
  id: string,
  action: string,
  change: Loose<Change>,
  { actor, reason }: ChangeBy,
): Promise<void> {
  checkName('tenant', id);
  checkName('actor', actor);
  checkName('reason', reason);
  const { plan = null, anchorDay = null, zone = null } = change;
  const { defaultPlan } = context.catalog;
  const stale = await withRetry<BalanceName[]>(
    () =>
      context.database.sql.begin(async (sql): Promise<BalanceName[]> => {
        await sql`insert into quota.tenant (id, plan) values (${id}, ${defaultPlan}) on conflict (id) do nothing`;
        const [before] =
          await sql`select plan, anchor_day as anchor, zone from quota.tenant where id = ${id} for no key update`;
        const [after] = await sql`
        update quota.tenant set revision = revision + 1, plan = coalesce(${plan}, plan),
          anchor_day = coalesce(${anchorDay}::smallint, anchor_day), zone = coalesce(${zone}, zone)
        where id = ${id} and (plan, anchor_day, zone) is distinct from
          (coalesce(${plan}, plan), coalesce(${anchorDay}::smallint, anchor_day), coalesce(${zone}, zone))
        returning plan, anchor_day as anchor, zone, revision`;
        if (!after) return [];
        const { revision, ...now } = after;
        await sql`
        insert into quota.audit (tenant, at, actor, action, reason, before, after)
        values (${id}, coalesce(${context.testNow()}, now()), ${actor}, ${action}, ${reason},
          ${JSON.stringify(before)}::text::jsonb, ${JSON.stringify(now)}::text::jsonb)`;
        // The locks are taken in id order, as everywhere; an opener that read the old revision finds seq or tenant changed.
        return sql<BalanceName[]>`
        with locked as materialized (
          select b.id from quota.balance b where b.tenant = ${id} order by b.id for no key update)
        update quota.balance b set valid_until = '-infinity' from locked where b.id = locked.id
        returning b.tenant, b.meter`;
      }) as Promise<BalanceName[]>,
  );
  const known = stale.filter(({ meter }) => Object.hasOwn(context.catalog.meters, meter));
  if (known.length > 0) await context.openBalances(known.map(({ tenant, meter }) => ({ tenant, meter })));
  context.changes.announce(id);
}
