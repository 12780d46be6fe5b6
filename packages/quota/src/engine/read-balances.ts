import type postgres from 'postgres';
import type { Catalog } from '../catalog/define-catalog.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import type { Database } from '../database/connect.ts';
import type { OpenBalance } from './contract.ts';
import { type BalanceName, nameKey } from './known-balances.ts';

/** A balance's row. Times in milliseconds since the epoch; null: without start or end. Null amounts: unlimited. */
export type BalanceRow = OpenBalance & {
  id: number;
  tenant: string;
  /** As it is stored. */
  meter: string;
  actor: string;
  seq: number;
  /** With what holds that expired still hold of it. */
  heldRaw: number;
  catalogVersion: number;
  validUntilMs: number | null;
  line: number | null;
  ceiling: number | null;
  noticeAt: number[];
  pool: number | null;
  debt: number;
};

/** Rows by name, and the database's time, whole milliseconds since the epoch. */
export type BalancesRead = { rows: Map<string, BalanceRow>; nowMs: number };

/** The columns of a {@link BalanceRow}, of table `b`. What expired holds hold is free; of a
 * period that ended, what they held as it did counts. */
const balanceColumns = (sql: postgres.ISql, now: string | null) => sql`
  (b.held - coalesce((select sum(greatest(l.amount - l.settled, 0)) from quota.hold_line l join quota.hold h on h.id = l.hold
    where b.held > 0 and l.balance_id = b.id and l.is_held and l.period_start = b.period_start
      and h.expires_at <= least(coalesce(${now}::timestamptz, clock_timestamp()), b.period_end)), 0))::float8 as held,
  b.id::float8 as id, b.tenant, b.meter, b.actor, b.seq::float8 as seq, b.revision, b.catalog_version as "catalogVersion",
  b.used::float8 as used, b.held::float8 as "heldRaw", b.own::float8 as own, b.base::float8 as base, b.line::float8 as line, b.ceiling::float8 as ceiling,
  case when isfinite(b.period_start) then (extract(epoch from b.period_start) * 1000)::float8 end as "startMs",
  case when isfinite(b.period_end) then (extract(epoch from b.period_end) * 1000)::float8 end as "endMs",
  case when isfinite(b.valid_until) then (extract(epoch from b.valid_until) * 1000)::float8
    when b.valid_until = '-infinity' then 0 end as "validUntilMs",
  case when isfinite(b.opened_at) then (extract(epoch from b.opened_at) * 1000)::float8 end as "openedAtMs",
  (extract(epoch from b.grace_from) * 1000)::float8 as "graceFromMs", b.notice_at as "noticeAt", b.pool::float8 as pool,
  b.debt::float8 as debt, case when isfinite(b.debt_at) then (extract(epoch from b.debt_at) * 1000)::float8 end as "debtAtMs"`;

/** Reads balances by their names, in one query. */
export async function readBalances(
  { sql }: Database,
  catalog: Catalog,
  names: BalanceName[],
  now: string | null,
): Promise<BalancesRead> {
  const stored = names.map(({ meter }) => storedMeter(catalog, meter));
  const found = await sql<(Partial<BalanceRow> & { nowMs: number; asked: number })[]>`
    select b.*, (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs" from (select 1) as one
    left join (
      select ${balanceColumns(sql, now)}, x.asked
      from unnest(${names.map(({ tenant }) => tenant)}::text[], ${stored}::text[], ${names.map(({ actor }) => actor)}::text[])
        with ordinality as x(tenant, meter, actor, asked)
      join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor) as b on true`;
  const rows = found.filter((row): row is BalanceRow & { nowMs: number; asked: number } => row.id != null);
  return {
    rows: new Map(rows.map(({ asked, ...row }) => [nameKey(names[asked - 1] as BalanceName), row])),
    nowMs: Math.floor(found[0]?.nowMs ?? 0),
  };
}
