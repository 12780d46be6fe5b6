import type postgres from 'postgres';
import type { Database } from '../database/connect.ts';
import type { Tenant } from './contract.ts';

/** The columns of a tenant as this process knows it, of table `t`. */
const columns = (sql: postgres.ISql) => sql`
  t.id, t.parent, t.plan, t.next_plan as "nextPlan", (extract(epoch from t.next_plan_at) * 1000)::float8 as "nextPlanAtMs",
  t.anchor::text as anchor, t.zone, t.suspended_at is not null as "isSuspended", t.revision`;

/** Tenants by id, and their ancestors; one that nobody told of is written on first sight with the default plan. */
export async function readTenants({ sql }: Database, ids: string[], defaultPlan: string): Promise<Map<string, Tenant>> {
  const distinct = [...new Set(ids)].sort();
  for (;;) {
    const rows = await sql<Tenant[]>`
      with recursive family as (
        select t.* from quota.tenant t where t.id = any (${distinct})
        union select p.* from family f join quota.tenant p on p.id = f.parent)
      select ${columns(sql)} from family t`;
    const found = new Map(rows.map((tenant) => [tenant.id, tenant]));
    const unknown = distinct.filter((id) => !found.has(id));
    if (unknown.length === 0) return found;
    // Whoever is erased before it is read again is written once more.
    await sql`
      insert into quota.tenant (id, plan) select id, ${defaultPlan} from unnest(${unknown}::text[]) as x(id)
      order by id on conflict (id) do nothing`;
  }
}

/** One tenant and its ancestors by id; without a row of its own where it was never seen. Writes nothing. */
export async function readFamily({ sql }: Database, id: string): Promise<Map<string, Tenant>> {
  const rows = await sql<Tenant[]>`
    with recursive family as (
      select t.* from quota.tenant t where t.id = ${id}
      union select p.* from family f join quota.tenant p on p.id = f.parent)
    select ${columns(sql)} from family t`;
  return new Map(rows.map((tenant) => [tenant.id, tenant]));
}

/** What holds for a tenant that was never seen. */
export const newTenant = (id: string, plan: string): Tenant => ({
  id,
  parent: null,
  plan,
  nextPlan: null,
  nextPlanAtMs: null,
  anchor: '2001-01-01',
  zone: 'UTC',
  isSuspended: false,
  revision: 0,
});

/** A tenant and those above it, itself first. */
export function lineageOf(tenants: ReadonlyMap<string, Tenant>, id: string): Tenant[] {
  const lineage: Tenant[] = [];
  for (let next = tenants.get(id); next; next = next.parent === null ? undefined : tenants.get(next.parent)) {
    lineage.push(next);
  }
  return lineage;
}
