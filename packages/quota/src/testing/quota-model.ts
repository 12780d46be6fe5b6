import { Temporal } from 'temporal-polyfill';
import type { Catalog, Plan } from '../catalog/define-catalog.ts';
import { monthPeriod, runningPeriod } from '../period/month-period.ts';

/**
 * The rules of quotas without a database: one caller at a time, everything in memory, periods that turn by themselves.
 * Plain data, so that `structuredClone` makes a world to try an order of events in.
 */
export type QuotaModel = {
  nowMs: number;
  tenants: Record<string, { plan: string; day: number; zone: string }>;
  balances: Record<string, ModelBalance>;
  charges: ModelCharge[];
};
/** Periods by their start; a level has the one that starts at −∞. The last one runs. */
type ModelBalance = { periods: { startMs: number; endMs: number; used: number }[] };
type ModelCharge = {
  id: string;
  tenant: string;
  key: string | undefined;
  asked: [meter: string, amount: number][];
  atMs: number;
  /** By meter, the period it was booked in. */
  startMs: Record<string, number>;
  isRefunded: boolean;
};

export type Act =
  | { do: 'take'; tenant: string; meters: Record<string, number>; key?: string | undefined }
  | { do: 'refund'; tenant: string; charge: string }
  | { do: 'free'; tenant: string; meter: string; amount: number };

const dayMs = 86_400_000;
const instant = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);
const msOf = ({ start, end }: { start: Temporal.Instant; end: Temporal.Instant }) => ({
  startMs: start.epochMilliseconds,
  endMs: end.epochMilliseconds,
});

export const newModel = (nowMs: number): QuotaModel => ({ nowMs, tenants: {}, balances: {}, charges: [] });
const tenantOf = (model: QuotaModel, id: string) => model.tenants[id] ?? { plan: 'free', day: 1, zone: 'UTC' };
const running = ({ periods }: ModelBalance) => periods.at(-1) as ModelBalance['periods'][number];

/** Null: unlimited. */
export function ceilingOf(catalog: Catalog, model: QuotaModel, tenant: string, meter: string): number | null {
  const limit = (catalog.plans[tenantOf(model, tenant).plan] as Plan).limits[meter];
  return limit?.type === 'unlimited' ? null : limit?.type === 'capped' ? limit.amount : 0;
}

/** The balance after every turn that is due. A balance is made by the first call that asks for it, whatever its answer. */
export function balanceOf(catalog: Catalog, model: QuotaModel, tenant: string, meter: string): ModelBalance {
  const { day, zone } = tenantOf(model, tenant);
  const isLevel = catalog.meters[meter]?.kind === 'level';
  const first = isLevel
    ? { startMs: -Infinity, endMs: Infinity }
    : msOf(monthPeriod(instant(model.nowMs), { day, zone }));
  const balance = model.balances[`${tenant} ${meter}`] ?? { periods: [{ ...first, used: 0 }] };
  for (let last = running(balance); model.nowMs >= last.endMs; last = running(balance)) {
    const month = msOf(monthPeriod(instant(model.nowMs), { day, zone }));
    balance.periods.push({ ...month, startMs: Math.max(month.startMs, last.endMs), used: 0 });
  }
  return balance;
}

/** What an act must answer, and what it changes. `charge` is the id that a granted request gets. */
export function act(catalog: Catalog, model: QuotaModel, asked: Act, charge: string): unknown {
  switch (asked.do) {
    case 'take':
      return take(catalog, model, asked, charge);
    case 'refund':
      return refund(catalog, model, asked);
    case 'free': {
      const period = running(balanceOf(catalog, model, asked.tenant, asked.meter));
      if (period.used < asked.amount) return { outcome: 'invalid' };
      period.used -= asked.amount;
      return { used: period.used };
    }
    default:
      return asked satisfies never;
  }
}

function take(catalog: Catalog, model: QuotaModel, { tenant, meters, key }: Act & { do: 'take' }, charge: string) {
  const asked = Object.entries(meters);
  const lines = asked.map(([meter, amount]) => {
    const balance = balanceOf(catalog, model, tenant, meter);
    model.balances[`${tenant} ${meter}`] = balance;
    return { meter, amount, period: running(balance), ceiling: ceilingOf(catalog, model, tenant, meter) };
  });
  const known = key === undefined ? undefined : standingCharge(model, tenant, key);
  if (known) {
    const isSame = JSON.stringify([...known.asked].sort()) === JSON.stringify([...asked].sort());
    return isSame ? { outcome: 'replayed', charge: known.id } : { outcome: 'key reused' };
  }
  const remaining = (line: (typeof lines)[number]) =>
    line.ceiling === null ? null : Math.max(line.ceiling - line.period.used, 0);
  const breached = lines.filter((line) => line.amount > (remaining(line) ?? Infinity));
  if (breached[0]) {
    const left = Object.fromEntries(breached.map((line) => [line.meter, remaining(line)]));
    return { outcome: 'refused', ...(breached[0].ceiling === 0 ? { notInPlan: breached[0].meter } : { left }) };
  }
  for (const line of lines) line.period.used += line.amount;
  const startMs = Object.fromEntries(lines.map(({ meter, period }) => [meter, period.startMs]));
  model.charges.push({ id: charge, tenant, key, asked, atMs: model.nowMs, startMs, isRefunded: false });
  const after = lines.map((line) => [line.meter, { used: line.period.used, remaining: remaining(line) }]);
  return { outcome: 'granted', charge, after: Object.fromEntries(after) };
}

/** The charge that a key stands for. Keys are asked for again within their 30 days only: see `isKeyAlive`. */
const standingCharge = (model: QuotaModel, tenant: string, key: string) =>
  model.charges.findLast((charge) => charge.tenant === tenant && charge.key === key && !charge.isRefunded);

/** Whether nothing was charged under a key so long ago that it may or may not be remembered. */
export const isKeyAlive = (model: QuotaModel, tenant: string, key: string) =>
  model.nowMs - (standingCharge(model, tenant, key)?.atMs ?? model.nowMs) < 30 * dayMs;

function refund(catalog: Catalog, model: QuotaModel, { tenant, charge: id }: Act & { do: 'refund' }) {
  const charge = model.charges.find((candidate) => candidate.id === id && candidate.tenant === tenant);
  if (!charge) return { outcome: 'invalid' };
  if (charge.isRefunded) return { returned: {} };
  charge.isRefunded = true;
  const returned = charge.asked.map(([meter, amount]) => {
    const balance = balanceOf(catalog, model, tenant, meter);
    const own = balance.periods.find(({ startMs }) => startMs === charge.startMs[meter]);
    const period = own && model.nowMs < own.endMs + dayMs ? own : running(balance);
    const now = period.startMs === -Infinity ? Math.min(amount, period.used) : amount;
    period.used -= now;
    return [meter, now] as const;
  });
  return { returned: Object.fromEntries(returned.filter(([, amount]) => amount > 0)) };
}

/** Changes plan, billing day or zone: every balance's running period keeps its start and moves its end. */
export function change(
  catalog: Catalog,
  model: QuotaModel,
  tenant: string,
  to: { plan?: string; day?: number; zone?: string },
) {
  const names = Object.keys(model.balances).filter((name) => name.startsWith(`${tenant} `));
  const periods = names.map((name) => running(balanceOf(catalog, model, tenant, name.slice(tenant.length + 1))));
  model.tenants[tenant] = { ...tenantOf(model, tenant), ...to };
  for (const period of periods.filter(({ startMs }) => startMs !== -Infinity)) {
    const range = { start: instant(period.startMs), end: instant(period.endMs) };
    period.endMs = runningPeriod(range, instant(model.nowMs), tenantOf(model, tenant)).end.epochMilliseconds;
  }
}
