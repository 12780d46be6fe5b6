import { Temporal } from 'temporal-polyfill';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { MeterUsage, OwnUsage, TenantUsage } from '../usage/meter-usage.ts';
import { standingOf } from '../usage/standing.ts';
import { type Contract, contractOf, planNameOf, type Tenant } from './contract.ts';
import type { EngineContext } from './engine-context.ts';
import { openBalanceOf } from './open-balances.ts';
import { checkName, checkText } from './request.ts';
import { withRetry } from './with-retry.ts';

type Row = {
  meter: string | null;
  balance: number;
  used: number;
  held: number;
  startMs: number | null;
  endMs: number | null;
  plan: string | null;
  anchorDay: number;
  zone: string;
  revision: number;
  nowMs: number;
};

/** The status of all meters of a tenant, in one query. Reads only: what no call has opened yet is computed as it will be. */
export async function readUsage<C extends Catalog>(context: EngineContext<C>, tenant: string): Promise<TenantUsage<C>> {
  const now = await readNow(context, tenant);
  const meters = Object.keys(context.catalog.meters).map((meter) => [meter, now.usageOf(meter)]);
  return { ...now.head, scope: 'tenant', meters: Object.fromEntries(meters) as TenantUsage<C>['meters'] };
}

/** What one actor used of each meter in its present period; of a level, what they took and did not give back. */
export async function readOwnUsage<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  actor: string,
): Promise<OwnUsage<C>> {
  checkText('actor', actor);
  const now = await readNow(context, tenant);
  const own = await withRetry(
    () => context.database.sql<{ balance: number; startMs: number | null; used: number }[]>`
      select e.balance_id::float8 as balance, sum(e.amount)::float8 as used,
        case when isfinite(e.period_start) then (extract(epoch from e.period_start) * 1000)::float8 end as "startMs"
      from quota.entry e join quota.balance b on b.id = e.balance_id
      where b.tenant = ${tenant} and e.actor = ${actor} and e.period_start = b.period_start group by e.balance_id, e.period_start`,
  );
  const meters = Object.entries(context.catalog.meters).map(([meter, { kind }]) => {
    const { period, balance } = now.standing(meter);
    const mine = own.find(
      (row) => row.balance === balance && (period === null || row.startMs === Date.parse(period.start)),
    );
    return [meter, { kind, used: mine?.used ?? 0, period }];
  });
  return { ...now.head, scope: 'own', meters: Object.fromEntries(meters) as OwnUsage<C>['meters'] };
}

async function readNow<C extends Catalog>(context: EngineContext<C>, id: string) {
  checkName('tenant', id);
  const { catalog, database } = context;
  const rows = await withRetry(
    () => database.sql<Row[]>`
      select b.meter, b.id::float8 as balance, b.used::float8 as used, b.held::float8 as held,
        case when isfinite(b.period_start) then (extract(epoch from b.period_start) * 1000)::float8 end as "startMs",
        case when isfinite(b.period_start) then (extract(epoch from b.period_end) * 1000)::float8 end as "endMs",
        t.plan, t.anchor_day as "anchorDay", t.zone, t.revision,
        (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"
      from (select ${id}::text as id) as asked
      left join quota.tenant t on t.id = asked.id
      left join quota.balance b on b.tenant = asked.id and b.actor = ''`,
  );
  const first = rows[0] as Row;
  const tenant: Tenant =
    first.plan === null
      ? { id, plan: catalog.defaultPlan, anchorDay: 1, zone: 'UTC', revision: 0 }
      : { id, plan: first.plan, anchorDay: first.anchorDay, zone: first.zone, revision: first.revision };
  const test = context.testNow();
  const now = Temporal.Instant.fromEpochMilliseconds(test === null ? Math.floor(first.nowMs) : Date.parse(test));

  const standing = (meter: string) => {
    const row = rows.find((candidate) => candidate.meter === meter);
    const contract = contractOf(catalog, tenant, meter, now, row && openBalanceOf(row));
    const isTurned =
      contract.period !== null && row?.startMs != null && contract.period.start.epochMilliseconds > row.startMs;
    const used = row && !isTurned ? row.used : 0;
    const { limit, line, ceiling } = contract;
    return { limit, line, ceiling, used, held: row?.held ?? 0, period: rangeOf(contract), balance: row?.balance };
  };
  return {
    head: { tenant: id, plan: planNameOf(catalog, tenant.plan), zone: tenant.zone, at: isoOf(now) },
    standing,
    usageOf(meter: string): MeterUsage {
      const { balance: _, ...amounts } = standing(meter);
      return standingOf({ kind: catalog.meters[meter]?.kind ?? 'allowance', ...amounts }, catalog.thresholds);
    },
  };
}

const rangeOf = ({ period }: Contract) => period && { start: isoOf(period.start), end: isoOf(period.end) };
const isoOf = (instant: Temporal.Instant) => new Date(instant.epochMilliseconds).toISOString();
