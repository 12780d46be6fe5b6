import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../catalog/define-catalog.ts';
import { contractOf, noticesOf, type OpenBalance, type Tenant } from './contract.ts';
import type { EngineContext } from './engine-context.ts';
import type { BalanceName } from './known-balances.ts';
import { readTenants } from './tenants.ts';

type BalanceRow = BalanceName & {
  id: number;
  seq: number;
  revision: number;
  used: number;
  /** Null: unlimited. */
  line: number | null;
  /** Null for a level. */
  startMs: number | null;
  endMs: number | null;
};

/**
 * Opens balances set-wise: resolves calendar and contract for each and writes the result, if nobody wrote in between.
 * One that somebody else changed meanwhile may be stale still: the next decision says so, and it is opened again.
 */
export async function openBalances(context: EngineContext, names: BalanceName[]): Promise<void> {
  const { database, catalog, balances } = context;
  const tenants = await readTenants(
    database,
    names.map(({ tenant }) => tenant),
    catalog.defaultPlan,
  );
  const { rows, now } = await readBalances(context, names);
  const version = await context.catalogVersion();
  const opened = names.map((name) => {
    const tenant = tenants.get(name.tenant) as Tenant;
    const row = rows.get(balances.nameOf(name));
    return openingOf(catalog, version, tenant, name.meter, now, row);
  });
  await database.sql`select quota.open_1(${context.testNow()}, ${JSON.stringify(opened)}::text::jsonb)`;
  const fresh = await readBalances(context, names);
  for (const row of fresh.rows.values()) balances.remember(row, row.id);
  for (const tenant of tenants.values()) balances.rememberTenant(tenant);
}

async function readBalances({ database: { sql }, balances, testNow }: EngineContext, names: BalanceName[]) {
  const found = await sql<(Partial<BalanceRow> & { nowMs: number })[]>`
    select b.*, (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs" from (select 1) as one
    left join (
      select b.id::float8 as id, b.tenant, b.meter, b.seq::float8 as seq, b.revision, b.used::float8 as used, b.line::float8 as line,
        case when isfinite(b.period_start) then (extract(epoch from b.period_start) * 1000)::float8 end as "startMs",
        case when isfinite(b.period_start) then (extract(epoch from b.period_end) * 1000)::float8 end as "endMs"
      from unnest(${names.map(({ tenant }) => tenant)}::text[], ${names.map(({ meter }) => meter)}::text[]) as x(tenant, meter)
      join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = '') as b on true`;
  const now = testNow();
  const nowMs = now === null ? Math.floor(found[0]?.nowMs ?? 0) : Date.parse(now);
  const rows = found.filter((row): row is BalanceRow & { nowMs: number } => row.id !== null);
  return {
    rows: new Map(rows.map((row) => [balances.nameOf(row), row])),
    now: Temporal.Instant.fromEpochMilliseconds(nowMs),
  };
}

function openingOf(
  catalog: Catalog,
  version: number,
  tenant: Tenant,
  meter: string,
  now: Temporal.Instant,
  row?: BalanceRow,
) {
  const contract = contractOf(catalog, tenant, meter, now, row && openBalanceOf(row));
  const { period, line, ceiling } = contract;
  const turned = period !== null && row?.startMs != null && period.start.epochMilliseconds > row.startMs;
  const { noticeAt, noticeLevel, rearmAt } = noticesOf(catalog, contract, turned ? 0 : (row?.used ?? 0));
  return {
    tenant: tenant.id,
    meter,
    seq: row?.seq ?? null,
    revision: tenant.revision,
    catalog_version: version,
    period_start: period?.start.toString() ?? '-infinity',
    period_end: period?.end.toString() ?? 'infinity',
    valid_until: period?.end.toString() ?? 'infinity',
    line,
    ceiling,
    notice_at: noticeAt,
    notice_level: noticeLevel,
    rearm_at: rearmAt,
    is_level: period === null,
    line_changed: row !== undefined && row.line !== line && !turned,
  };
}

/** A balance's own period, as the calendar needs it. */
export function openBalanceOf({ used, startMs, endMs }: Pick<BalanceRow, 'used' | 'startMs' | 'endMs'>): OpenBalance {
  if (startMs === null || endMs === null) return { used, period: null };
  const [start, end] = [startMs, endMs].map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
  return { used, period: { start: start as Temporal.Instant, end: end as Temporal.Instant } };
}
