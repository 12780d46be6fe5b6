import { storedMeter } from '../catalog/stored-meter.ts';
import type { ExportRecord } from '../engine/export-tenant.ts';
import { checkName } from '../engine/request.ts';
import { noticeOf } from './test-relay.ts';
import { rollupsOf } from './test-rollups.ts';
import { isoOf, runningPeriodOf, type World, type WorldBalance, type WorldEntry, type WorldPeriod } from './world.ts';

/** All that is stored of a tenant, record by record. */
export async function* exportTenant(world: World, tenant: string): AsyncGenerator<ExportRecord, void> {
  checkName('tenant', tenant);
  const { state, catalog } = world;
  const named = (meter: string) => storedMeter(catalog, meter);
  const balances = [...state.balances.values()].filter((balance) => balance.tenant === tenant);
  const known = state.tenants.get(tenant);
  if (known) yield tenantRecord(known);
  for (const balance of balances) {
    const { meter, actor, line, ceiling } = balance;
    const { used, held } = runningPeriodOf(balance);
    const bounds = boundsOf(runningPeriodOf(balance));
    yield { type: 'balance', meter: named(meter), actor, ...bounds, used, held, line, ceiling };
  }
  for (const entry of state.entries) {
    const pool = poolOf(entry, tenant);
    if (pool === 'none') continue;
    yield { type: 'entry', meter: named(entry.balance.meter), ...entryWords(entry), pool, ...peopleOf(entry, pool) };
  }
  yield* rollupsOf(world, tenant);
  for (const { id: hold, actor, feature, madeMs, expiresMs, endedMs, ending, ...rest } of state.holds.values()) {
    if (rest.tenant !== tenant) continue;
    const lines = rest.parts.map(({ meter, amount, settled }) => ({ meter: named(meter), amount, settled }));
    const times = { madeAt: isoOf(madeMs), expiresAt: isoOf(expiresMs), endedAt: timeOf(endedMs) };
    yield { type: 'hold', hold, actor, feature, ...times, ending, lines };
  }
  for (const grant of state.grants.filter((one) => one.tenant === tenant)) {
    const { id, meter, amount, source, startsMs, expiresMs, drawn, gave, from, reason, madeMs } = grant;
    const times = { startsAt: isoOf(startsMs), expiresAt: timeOf(expiresMs), madeAt: isoOf(madeMs) };
    yield {
      type: 'grant',
      grant: id,
      meter: named(meter),
      amount,
      source,
      ...times,
      drawn: drawn + gave,
      from,
      reason,
    };
  }
  for (const override of state.overrides.values()) {
    if (override.tenant !== tenant) continue;
    const { meter, limit, untilMs, reason, actor, madeMs } = override;
    yield {
      type: 'override',
      meter: named(meter),
      limit,
      until: timeOf(untilMs),
      reason,
      actor,
      madeAt: isoOf(madeMs),
    };
  }
  for (const balance of balances) {
    for (const period of balance.periods.slice(0, -1).filter(({ isOpened }) => isOpened)) {
      yield { type: 'period', meter: named(balance.meter), ...periodWords(period) };
    }
  }
  for (const { balance, minuteMs, reason, actor, count, asked } of state.refusals) {
    if (balance.tenant !== tenant) continue;
    yield { type: 'refusal', meter: named(balance.meter), minute: isoOf(minuteMs), reason, actor, count, asked };
  }
  for (const notice of state.notices.filter((one) => one.tenant === tenant)) {
    const { id, kind, facts } = noticeOf(notice);
    yield { type: 'notice', notice: id, kind, facts, madeAt: isoOf(notice.atMs), sentAt: timeOf(notice.sentMs) };
  }
  for (const { tenant: of, atMs, ...change } of state.audit) {
    if (of === tenant) yield { type: 'audit', at: isoOf(atMs), ...change };
  }
}

function tenantRecord(known: NonNullable<ReturnType<World['state']['tenants']['get']>>): ExportRecord {
  const { id, parent, plan, next, anchor, zone, suspendedMs, createdMs } = known;
  const coming = { nextPlan: next?.plan ?? null, nextPlanAt: timeOf(next?.atMs) };
  const times = { suspendedAt: timeOf(suspendedMs), createdAt: isoOf(createdMs) };
  return { type: 'tenant', tenant: id, parent, plan, ...coming, anchor, zone, ...times };
}

/** Whether an entry is a tenant's own, was given from its pool, or drawn on its parent's; of others `none`. */
function poolOf({ balance, origin, place }: WorldEntry, tenant: string): 'drawn' | 'given' | null | 'none' {
  if (balance.tenant === tenant) return place === 0 ? null : 'given';
  return origin === tenant && place === 1 ? 'drawn' : 'none';
}

/** Of what its pool gave to others, their people are left out. */
const peopleOf = ({ actor, feature }: WorldEntry, pool: 'drawn' | 'given' | null) =>
  pool === 'given' ? { actor: '', feature: '' } : { actor, feature };

const entryWords = ({ kind, amount, atMs, bookedMs, period, charge, isLate }: WorldEntry) => ({
  kind,
  amount,
  at: isoOf(atMs),
  bookedAt: isoOf(bookedMs),
  periodStart: timeOf(period.startMs),
  charge,
  late: isLate,
});

function periodWords(period: WorldPeriod) {
  const { used, held, line, ceiling, closed } = period;
  const { included = null, granted = null, overage = null, late = null } = closed ?? {};
  const amounts = { used, held, line, ceiling, included, granted, overage, late };
  return { ...boundsOf(period), ...amounts, closedAt: timeOf(closed?.atMs) };
}

const boundsOf = ({ startMs, endMs }: Pick<WorldBalance['periods'][number], 'startMs' | 'endMs'>) => ({
  periodStart: timeOf(startMs),
  periodEnd: timeOf(endMs),
});

/** Null: never, or none. */
const timeOf = (ms: number | null | undefined) => (ms != null && Number.isFinite(ms) ? isoOf(ms) : null);
