import type { Database } from '../database/connect.ts';
import type { Tenant } from './contract.ts';

/** Tenants by id; one that nobody told of is written on first sight with the default plan. */
export async function readTenants({ sql }: Database, ids: string[], defaultPlan: string): Promise<Map<string, Tenant>> {
  const distinct = [...new Set(ids)].sort();
  const read = () =>
    sql<
      Tenant[]
    >`select id, plan, anchor_day as "anchorDay", zone, revision from quota.tenant where id = any (${distinct})`;
  let found = await read();
  if (found.length < distinct.length) {
    await sql`
      insert into quota.tenant (id, plan) select id, ${defaultPlan} from unnest(${distinct}::text[]) as x(id)
      order by id on conflict (id) do nothing`;
    found = await read();
  }
  return new Map(found.map((tenant) => [tenant.id, tenant]));
}

/** One tenant, or what holds for one that was never seen. Writes nothing. */
export async function readTenant({ sql }: Database, id: string, defaultPlan: string): Promise<Tenant> {
  const [found] = await sql<
    Tenant[]
  >`select id, plan, anchor_day as "anchorDay", zone, revision from quota.tenant where id = ${id}`;
  return found ?? { id, plan: defaultPlan, anchorDay: 1, zone: 'UTC', revision: 0 };
}
