import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Meter } from '../catalog/meter.ts';
import { meterOfStored } from '../catalog/stored-meter.ts';
import type { GrantUsage, MeterUsage, PeriodRange, PoolUsage } from '../usage/meter-usage.ts';
import { type Standing, standingOf } from '../usage/standing.ts';
import { type Contract, contractOf, drawing, type OpenBalance, type Tenant } from './contract.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import { isoOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { rolloverId } from './grant-draws.ts';
import type { GrantRow } from './read-terms.ts';
import { checkName } from './request.ts';
import { newTenant } from './tenants.ts';
import { withRetry } from './with-retry.ts';

export type BalanceState = OpenBalance & {
  id: number;
  tenant: string;
  meter: string;
  actor: string;
  line: number | null;
  debt: number;
};

/** All that a tenant's usage is computed from, of one moment. Meters by their catalog names. */
export type TenantState = {
  nowMs: number;
  /** The tenant itself first, then those above it. */
  lineage: [Tenant, ...Tenant[]];
  balances: BalanceState[];
  overrides: { tenant: string; meter: string; limit: Limit; untilMs: number | null }[];
  grants: GrantRow[];
};

type Read = Omit<TenantState, 'lineage'> & { tenants: Tenant[] };

/** Reads it in one query; writes nothing. @throws QuotaUnavailableError while the database is away. */
export async function readState(context: EngineContext, id: string): Promise<TenantState> {
  checkName('tenant', id);
  const { catalog, database } = context;
  const now = context.testNow();
  const [{ state }] = await withRetry(
    () => database.sql<[{ state: Read }]>`select quota.tenant_state_1(${now}, ${id}) as state`,
  ).catch(unavailableUnlessBug);
  const [own = newTenant(id, catalog.defaultPlan), ...above] = state.tenants;
  const named = <T extends { meter: string }>(rows: T[]) =>
    rows.flatMap((row) => {
      const meter = meterOfStored(catalog, row.meter);
      return meter === undefined ? [] : [{ ...row, meter }];
    });
  return {
    nowMs: Math.floor(state.nowMs),
    lineage: [own, ...above],
    balances: named(state.balances),
    overrides: named(state.overrides),
    grants: named(state.grants),
  };
}

/** One tenant's meter at the state's moment: what no call has opened yet is computed as it will be. */
export function meterState(catalog: Catalog, state: TenantState, generation: number, meter: string) {
  const tenant = state.lineage[generation] as Tenant;
  const declared = catalog.meters[meter] as Meter;
  const isOf = (row: { tenant: string; meter: string }) => row.tenant === tenant.id && row.meter === meter;
  const rows = state.balances.filter(isOf);
  const terms = { override: state.overrides.find(isOf), grants: state.grants.filter(isOf) };
  const contractWith = (balance: BalanceState | undefined) =>
    contractOf(catalog, tenant, meter, state.nowMs, balance, terms);
  if (declared.kind === 'rate') {
    const all = rows.map((balance) => {
      const contract = contractWith(balance);
      return { contract, balance, used: rateUsed(contract, state.nowMs, balance), held: 0 };
    });
    // Of a rate that each actor has, the busiest one speaks for all.
    const busiest = all.sort((a, b) => b.used - a.used)[0];
    return busiest ?? { contract: contractWith(undefined), balance: undefined, used: 0, held: 0 };
  }
  const [balance] = rows;
  const contract = contractWith(balance);
  const used = contract.isTurned ? 0 : (balance?.used ?? 0);
  return { contract, balance, used, held: contract.isTurned ? 0 : (balance?.held ?? 0) };
}

/** Calls of the burst that are not back yet: at the pace that the balance was opened with, and those that began since. */
function rateUsed({ perUs, paces, ...now }: Contract, nowMs: number, balance: BalanceState): number {
  if (!perUs || now.line === null) return 0;
  let { debt, line, debtAtMs } = balance;
  let atMs = debtAtMs ?? 0;
  for (const next of [...paces, { fromMs: nowMs, line: null }]) {
    const passedUs = Math.max(next.fromMs - atMs, 0) * 1000;
    debt = line === null ? 0 : Math.max(debt - passedUs * line, 0);
    atMs = Math.max(atMs, next.fromMs);
    line = next.line;
  }
  return Math.ceil(debt / perUs);
}

/** How a meter stands, with the pool that it draws on. */
export function usageOf(catalog: Catalog, state: TenantState, meter: string, generation = 0): MeterUsage {
  const { contract, used, held } = meterState(catalog, state, generation, meter);
  const { limit, line, ceiling, override, graceUntilMs } = contract;
  const declared = catalog.meters[meter] as Meter;
  const standing: Standing = {
    kind: declared.kind,
    limit,
    line,
    ceiling,
    used,
    held,
    grants: contract.grants,
    period: rangeOf(contract),
    pool: contract.draw === drawing.none ? null : poolOf(catalog, state, meter, generation + 1),
    override: override ? { until: override.untilMs === null ? null : isoOf(override.untilMs) } : null,
    graceUntil: graceUntilMs === null ? null : isoOf(graceUntilMs),
  };
  return standingOf(standing, declared.thresholds ?? catalog.thresholds);
}

function poolOf(catalog: Catalog, state: TenantState, meter: string, generation: number): PoolUsage | null {
  if (!state.lineage[generation]) return null;
  const { line, used, held, remaining } = usageOf(catalog, state, meter, generation);
  return { line, used, held, remaining };
}

export const rangeOf = ({ period }: Contract): PeriodRange | null =>
  period && { start: isoOf(period.start.epochMilliseconds), end: isoOf(period.end.epochMilliseconds) };

/** The tenant's grants that count now or will, as they stand, earliest expiry first. */
export function grantsOf<C extends Catalog>(catalog: C, state: TenantState): GrantUsage<C>[] {
  const all = Object.keys(catalog.meters).flatMap((meter) => meterGrants<C>(catalog, state, meter as MeterName<C>));
  const expiry = ({ expiresAt }: Pick<GrantUsage, 'expiresAt'>) =>
    expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
  return all.sort((a, b) => expiry(a) - expiry(b) || (a.grant < b.grant ? -1 : 1));
}

function meterGrants<C extends Catalog>(catalog: C, state: TenantState, meter: MeterName<C>): GrantUsage<C>[] {
  const [tenant] = state.lineage;
  const { contract } = meterState(catalog, state, 0, meter);
  const lives = state.grants.filter(
    (grant) =>
      grant.tenant === tenant.id && grant.meter === meter && (grant.expiresMs ?? state.nowMs + 1) > state.nowMs,
  );
  const given = lives.map((grant): GrantUsage<C> => {
    const draw = contract.draws.find(({ id }) => id === grant.id);
    const drawn = draw ? draw.drawn + draw.drawnNow : grant.drawn;
    return {
      grant: grant.id,
      meter,
      source: grant.source,
      amount: grant.amount,
      drawn,
      remaining: grant.amount - drawn,
      startsAt: isoOf(grant.startsMs),
      expiresAt: grant.expiresMs === null ? null : isoOf(grant.expiresMs),
      from: grant.giver,
      reason: grant.reason,
    };
  });
  // What a period left over as it turned, though no call has opened the next one yet.
  const rolled = contract.rollovers.map(
    ({ amount, startsMs, endsMs }): GrantUsage<C> => ({
      grant: rolloverId(tenant.id, meter, startsMs),
      meter,
      source: 'rollover',
      amount,
      drawn: 0,
      remaining: amount,
      startsAt: isoOf(startsMs),
      expiresAt: isoOf(endsMs),
      from: null,
      reason: 'what was left of the period before',
    }),
  );
  return [...given, ...rolled];
}
