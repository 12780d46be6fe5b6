import type { Catalog } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import { meterOfStored } from '../catalog/stored-meter.ts';
import type { Database } from '../database/connect.ts';
import type { GrantUsage } from '../usage/meter-usage.ts';
import type { Terms } from './contract.ts';
import type { GrantTerms } from './grant-draws.ts';

export type GrantRow = GrantTerms &
  Pick<GrantUsage, 'source' | 'reason'> & { tenant: string; meter: string; giver: string | null };

/** What was agreed beside the plan, by tenant and meter. */
export type TermsRead = {
  of(tenant: string, meter: string): Terms;
  /** A tenant's grants that count now, did so in the running period, or will. */
  grants(tenant: string): GrantRow[];
};

/** Overrides, also those that ended lately, and grants that matter still, of these tenants. */
export async function readTerms(
  { sql }: Database,
  catalog: Catalog,
  tenants: string[],
  now: string | null,
): Promise<TermsRead> {
  const ids = [...new Set(tenants)];
  const [overrides, grants] = await Promise.all([
    sql<{ tenant: string; meter: string; limit: Limit; untilMs: number | null }[]>`
      select o.tenant, o.meter, o."limit", case when isfinite(o.until) then (extract(epoch from o.until) * 1000)::float8 end as "untilMs"
      from quota.override o where o.tenant = any (${ids})`,
    sql<GrantRow[]>`
      select g.id, g.tenant, g.meter, g.amount::float8 as amount, g.drawn::float8 as drawn, coalesce(d.amount, 0)::float8 as "drawnNow", g.is_counted as "isCounted",
        g.source, g.reason, g.giver, (extract(epoch from g.starts_at) * 1000)::float8 as "startsMs",
        case when isfinite(g.expires_at) then (extract(epoch from g.expires_at) * 1000)::float8 end as "expiresMs"
      from quota."grant" g left join quota.balance b on b.tenant = g.tenant and b.meter = g.meter and b.actor = ''
      left join lateral (select x.amount from quota.draws_1(array[b.id]) as x where x.grant_id = g.id) as d on true
      where g.tenant = any (${ids}) and (g.drawn_now > 0 or g.expires_at > least(
        coalesce(${now}::timestamptz, clock_timestamp()), case when isfinite(b.period_start) then b.period_start end))
      order by g.expires_at, g.id`,
  ]);
  const named = <T extends { meter: string }>(rows: readonly T[]) =>
    rows.flatMap((row) => {
      const meter = meterOfStored(catalog, row.meter);
      return meter === undefined ? [] : [{ ...row, meter }];
    });
  const allOverrides = named(overrides);
  const allGrants = named(grants);
  return {
    of: (tenant, meter) => ({
      override: allOverrides.find((row) => row.tenant === tenant && row.meter === meter),
      grants: allGrants.filter((row) => row.tenant === tenant && row.meter === meter),
    }),
    grants: (tenant) => allGrants.filter((row) => row.tenant === tenant),
  };
}
