import { aggregate } from './aggregate.ts';
import { checkMonths } from './check-months.ts';
import type { EngineContext } from './engine-context.ts';
import { QuotaUnavailableError } from './quota-error.ts';
import type { Upkeep } from './upkeep.ts';

export type Retained = {
  /** Months that were dropped, `YYYY-MM`, oldest first. */
  dropped: string[];
  /** Entries that carry on what of them still counts. */
  broughtForward: number;
};

/**
 * Keeps the ledger's last whole months and the running one, and drops those before, month by month: what of them still
 * counts, in a level, a lifetime or a long period, is brought forward as one entry by balance, period, pool and actor, in
 * the same transaction. Closed periods keep their snapshots.
 *
 * What goes with a month: refunds and freeing by charge, and keys of that time (of a period longer than `months`
 * too; others live 30 days). Its history stays in the rollups, into which it is aggregated first. Rows without a month of
 * their own (in the default partition) stay.
 * A month takes seconds for millions of entries; those who use what is brought forward wait at its end, briefly.
 * @param request.months 6 … 120.
 * @throws InvalidRequestError outside of that. QuotaUnavailableError while the database is away, or others keep the ledger
 * locked: months that were dropped stay so; run it again.
 */
export async function retain(
  context: EngineContext,
  upkeep: Upkeep,
  { months }: { months: number },
): Promise<Retained> {
  checkMonths(months);
  const now = context.testNow();
  const old = await upkeep.send(
    (sql) => sql<{ month: string; cut: string }[]>`
      with x as (
        select date_trunc('month', coalesce(${now}::timestamptz, clock_timestamp()) at time zone 'UTC')
          - make_interval(months => ${months}) as cut),
      parts as (
        select to_date(substr(c.relname, 7), 'YYYY_MM')::timestamp as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'quota.entry'::regclass and c.relname ~ '^entry_[0-9]{4}_[0-9]{2}$')
      select quota.iso_1(p.month at time zone 'UTC') as month, quota.iso_1(x.cut at time zone 'UTC') as cut
      from parts p, x where p.month < x.cut order by p.month`,
  );
  const retained: Retained = { dropped: [], broughtForward: 0 };
  for (const { month, cut } of old) {
    const brought = await retainMonth(context, upkeep, { now, month, cut, reason: `older than ${months} months` });
    if (brought === null) continue;
    retained.dropped.push(month.slice(0, 7));
    retained.broughtForward += brought;
  }
  return retained;
}

const mostTries = 5;
/** What `retain_1` answers while the rollups don't know all of the month. */
const notAggregated = -2;

/** Returns how many entries brought it forward; null: somebody else dropped it. */
async function retainMonth(
  context: EngineContext,
  upkeep: Upkeep,
  { now, month, cut, reason }: { now: string | null; month: string; cut: string; reason: string },
): Promise<number | null> {
  for (let tries = 0; tries < mostTries; tries++) {
    await aggregate(context, upkeep);
    const [{ brought }] = await upkeep.send(
      (sql) => sql<[{ brought: number }]>`
        select quota.retain_1(${now}, ${month}, ${cut}, 'retention', ${reason}) as brought`,
    );
    if (brought !== notAggregated) return brought < 0 ? null : brought;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  // Somebody else holds what it would aggregate.
  throw new QuotaUnavailableError(60_000);
}
