import type { Sql } from 'postgres';

/** What the ledger and the balance say of one meter of the organisation of this name. */
export async function readLedger(sql: Sql, organisation: string, meter: string) {
  const rows = await sql<{ kind: string; amount: number; used: number }[]>`
    select e.kind, e.amount::int, b.used::int
    from organization o
    join quota.balance b on b.tenant = o.id and b.meter = ${meter}
    left join quota.entry e on e.balance_id = b.id
    where o.name = ${organisation}
    order by e.seq`;
  const entries = rows.filter(({ kind }) => kind !== null).map(({ kind, amount }) => ({ kind, amount }));
  return { entries, sum: entries.reduce((sum, { amount }) => sum + amount, 0), used: rows[0]?.used ?? 0 };
}
