import { Temporal } from 'temporal-polyfill';
import type { Catalog, Plan, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Meter } from '../catalog/meter.ts';
import { noticeAmounts } from '../catalog/threshold.ts';
import { calendarPeriod } from '../period/calendar-period.ts';
import type { Period } from '../period/period.ts';
import { runningPeriod } from '../period/running-period.ts';
import { amountsOf, limitAmount } from '../usage/amounts-of.ts';
import { type Draw, type GrantTerms, grantsOn, type Rollover, rolloversOf } from './grant-draws.ts';

/** What a tenant has agreed to. Times in milliseconds since the epoch. */
export type Tenant = {
  id: string;
  parent: string | null;
  plan: string;
  nextPlan: string | null;
  nextPlanAtMs: number | null;
  /** ISO date. */
  anchor: string;
  zone: string;
  isSuspended: boolean;
  revision: number;
};

/** A limit in place of the plan's. `untilMs` null: it stays. */
export type Override = { limit: Limit; untilMs: number | null };

/** What else was agreed for one of a tenant's meters. */
export type Terms = { override?: Override | undefined; grants: GrantTerms[] };
export const noTerms: Terms = { grants: [] };

/** A balance as it stands in the database. Times in milliseconds since the epoch; no end: null. */
export type OpenBalance = {
  startMs: number | null;
  endMs: number | null;
  used: number;
  held: number;
  openedAtMs: number | null;
  /** Usage that the plan's limit covered when the balance was opened last. */
  base: number;
  /** What the limit itself gave then. */
  own: number;
  graceFromMs: number | null;
  /** The tenant's, when it was opened. */
  revision: number;
  /** Until when a rate's debt is counted down. */
  debtAtMs: number | null;
};

/** How a limit draws on its pool: not, each unit through it, or what the own room doesn't hold. */
export const drawing = { none: 0, through: 1, beyond: 2 } as const;

/** From `fromMs` on a rate's debt goes down at this line. */
type Pace = { fromMs: number; line: number | null };

/** What a balance must know of calendar and contract to decide without either. Null amounts: unlimited. */
export type Contract = {
  limit: Limit;
  plan: string;
  override: Override | undefined;
  line: number | null;
  ceiling: number | null;
  /** What grants add to the line. */
  grants: number;
  /** Null: without start and end, or a window that no call has opened. */
  period: Period | null;
  /** The balance's period ended, and this one follows it. */
  isTurned: boolean;
  own: number;
  base: number;
  draw: (typeof drawing)[keyof typeof drawing];
  windowMs: number | null;
  graceMs: number | null;
  graceUntilMs: number | null;
  perUs: number | null;
  /** Of a rate: the lines that began to hold since the balance was opened, in order. */
  paces: Pace[];
  /** The next moment at which any of this may change; null: none is known. */
  validUntilMs: number | null;
  draws: Draw[];
  rollovers: Rollover[];
  /** Periods that nobody opened, and that late events may still belong to. */
  skipped: { startMs: number; endMs: number }[];
};

const dayMs = 86_400_000;
const perUs = { second: 1e6, minute: 60e6, hour: 3_600e6, day: 86_400e6 } as const;
const never = Number.MAX_SAFE_INTEGER;

/** The limit, line and period that hold for a tenant's meter at `nowMs`. Pure. */
export function contractOf(
  catalog: Catalog,
  tenant: Tenant,
  meter: string,
  nowMs: number,
  balance: OpenBalance | undefined,
  terms: Terms,
): Contract {
  const declared = catalog.meters[meter] as Meter;
  const plan = planAt(tenant, nowMs);
  const override = overrideAt(terms, nowMs);
  const limit = limitAt(catalog, tenant, meter, terms, nowMs);
  const turning = periodAt(declared, tenant, nowMs, balance);
  const rollovers =
    turning.isTurned && balance ? rolloversAt(catalog, tenant, meter, nowMs, balance, terms, turning.period) : [];
  const gives = givenBy(limit, tenant);
  const isCounted = declared.kind === 'allowance' && limitAmount(gives) !== null;
  const grants = grantsOn(gives, terms.grants, { nowMs, isDrawn: isCounted, ...turning, balance });
  const rolled = isCounted ? rollovers.reduce((sum, { amount }) => sum + amount, 0) : 0;
  const total = grants.total + rolled;
  const grace = limit.type === 'capped' ? limit.grace : undefined;
  const graceFromMs = turning.isTurned ? null : (balance?.graceFromMs ?? null);
  const graceUntilMs = grace && graceFromMs !== null ? graceFromMs + grace.days * dayMs : null;
  const isGraceOver = graceUntilMs !== null && graceUntilMs <= nowMs;
  const amounts = amountsOf(gives, declared.kind === 'rate' ? 0 : total, isGraceOver);
  const ends = [
    turning.period?.end.epochMilliseconds,
    tenant.nextPlanAtMs,
    override?.untilMs,
    isGraceOver ? null : graceUntilMs,
    ...grants.changesMs,
    ...rollovers.map(({ endsMs }) => endsMs),
  ].filter((end): end is number => end != null && end > nowMs);
  return {
    limit,
    plan,
    override,
    line: amounts.line,
    ceiling: tenant.isSuspended ? 0 : amounts.ceiling,
    grants: total,
    period: turning.period,
    isTurned: turning.isTurned,
    own: grants.own,
    base: grants.base,
    draw: tenant.parent === null ? 0 : drawOf(limit),
    windowMs: windowOfMeter(declared),
    graceMs: grace ? grace.days * dayMs : null,
    graceUntilMs,
    perUs: declared.kind === 'rate' ? perUs[declared.per] : null,
    paces: declared.kind === 'rate' && balance ? pacesSince(catalog, tenant, meter, nowMs, balance, terms) : [],
    validUntilMs: ends.length > 0 ? Math.min(...ends) : null,
    draws: grants.draws,
    rollovers,
    skipped: turning.isTurned && balance ? skippedBetween(declared, tenant, balance, turning.period, nowMs) : [],
  };
}

/** The limit that stands in place of the plan's at a moment. */
export const overrideAt = ({ override }: Terms, atMs: number): Override | undefined =>
  override && (override.untilMs ?? never) > atMs ? override : undefined;

/** The plan's limit at a moment, or the one that stands in its place. */
const limitAt = (catalog: Catalog, tenant: Tenant, meter: string, terms: Terms, atMs: number): Limit =>
  overrideAt(terms, atMs)?.limit ?? planOf(catalog, planAt(tenant, atMs)).limits[meter] ?? { type: 'none' };

/** By the limit under which the period ended: a plan that begins at the same moment rules the next one. */
function rolloversAt(
  catalog: Catalog,
  tenant: Tenant,
  meter: string,
  nowMs: number,
  ended: OpenBalance,
  terms: Terms,
  next: Period | null,
): Rollover[] {
  const limitThen = (atMs: number) => limitAt(catalog, tenant, meter, terms, atMs);
  return rolloversOf(catalog.meters[meter] as Meter, tenant, limitThen, ended, next, nowMs);
}

/**
 * A plan that was due and an override that ended changed the pace when they did, though no call opened the balance then. A
 * change of contract counted the debt down as it was made: from there on the new line holds.
 */
function pacesSince(
  catalog: Catalog,
  tenant: Tenant,
  meter: string,
  nowMs: number,
  { openedAtMs, revision, debtAtMs }: OpenBalance,
  terms: Terms,
): Pace[] {
  const lineAt = (atMs: number) => amountsOf(givenBy(limitAt(catalog, tenant, meter, terms, atMs), tenant)).line;
  const due = [tenant.nextPlanAtMs, terms.override?.untilMs]
    .filter((atMs): atMs is number => atMs != null && atMs > (openedAtMs ?? 0) && atMs <= nowMs)
    .sort((a, b) => a - b)
    .map((fromMs) => ({ fromMs, line: lineAt(fromMs) }));
  return revision < tenant.revision ? [{ fromMs: 0, line: lineAt(debtAtMs ?? 0) }, ...due] : due;
}

/** The calendar's periods between the one that a balance stood in and the one that runs, as far as they are open for late events. */
function skippedBetween(meter: Meter, tenant: Tenant, ended: OpenBalance, next: Period | null, nowMs: number) {
  if (meter.kind !== 'allowance' || typeof meter.per === 'object' || !next || ended.endMs === null) return [];
  const skipped: Contract['skipped'] = [];
  const anchor = { date: tenant.anchor, zone: tenant.zone };
  // From the present one backwards: of hours there may have been thousands.
  for (let endMs = next.start.epochMilliseconds; endMs > ended.endMs && endMs > nowMs - dayMs; ) {
    const period = calendarPeriod(Temporal.Instant.fromEpochMilliseconds(endMs - 1), meter.per, anchor) as Period;
    const startMs = Math.max(period.start.epochMilliseconds, ended.endMs);
    skipped.push({ startMs, endMs });
    endMs = startMs;
  }
  return skipped;
}

/** The plan that holds at a moment: a change that is due has happened, whoever writes it down first. */
export const planAt = ({ plan, nextPlan, nextPlanAtMs }: Tenant, nowMs: number): string =>
  nextPlan !== null && nextPlanAtMs !== null && nextPlanAtMs <= nowMs ? nextPlan : plan;

/** A plan that the catalog no longer knows falls back to the default one: a tenant is never without limits. */
export function planNameOf<C extends Catalog>(catalog: C, plan: string): PlanName<C> {
  return (Object.hasOwn(catalog.plans, plan) ? plan : catalog.defaultPlan) as PlanName<C>;
}

const planOf = (catalog: Catalog, plan: string) => catalog.plans[planNameOf(catalog, plan)] as Plan;

const windowOfMeter = (meter: Meter) =>
  meter.kind === 'allowance' && typeof meter.per === 'object' ? meter.per.windowMs : null;

/** A limit that draws from a pool gives nothing to a tenant who has no parent. */
const givenBy = (limit: Limit, { parent }: Tenant): Limit =>
  limit.type === 'pooled' && parent === null ? { type: 'none' } : limit;

function drawOf(limit: Limit): Contract['draw'] {
  if (limit.type === 'pooled') return drawing.through;
  return limit.type === 'capped' && limit.rest === 'pool' ? drawing.beyond : drawing.none;
}

/** The period at `nowMs`, and whether it follows one that the balance stood in. */
function periodAt(meter: Meter, tenant: Tenant, nowMs: number, balance: OpenBalance | undefined) {
  const running = balance && runningOf(balance);
  const isRunning = running !== undefined && nowMs < running.end.epochMilliseconds;
  if (meter.kind !== 'allowance' || meter.per === 'lifetime') {
    return { period: null, isTurned: running !== undefined && !isRunning };
  }
  if (typeof meter.per === 'object') {
    return { period: isRunning ? running : null, isTurned: running !== undefined && !isRunning };
  }
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs);
  const anchor = { date: tenant.anchor, zone: tenant.zone };
  if (isRunning) return { period: runningPeriod(running, meter.per, now, anchor), isTurned: false };
  const next = calendarPeriod(now, meter.per, anchor) as Period;
  // After a move of the anchor the calendar's period may begin before the stretched one had ended.
  const overlaps = running && Temporal.Instant.compare(next.start, running.end) < 0;
  return { period: overlaps ? { start: running.end, end: next.end } : next, isTurned: running !== undefined };
}

function runningOf({ startMs, endMs }: OpenBalance): Period | undefined {
  if (endMs === null || startMs === null) return undefined;
  const [start, end] = [startMs, endMs].map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
  return { start: start as Temporal.Instant, end: end as Temporal.Instant };
}

/** Which amounts make a notice for a balance that has `used` already, and where a level arms its thresholds again. */
export function noticesOf(
  catalog: Catalog,
  meter: string,
  { line, perUs: rate }: Contract,
  used: number,
  /** Of a level whose line stays: the amounts that are armed still. */
  armed?: number[],
) {
  const declared = catalog.meters[meter] as Meter;
  const all = line === null || rate !== null ? [] : noticeAmounts(declared.thresholds ?? catalog.thresholds, line);
  const tenth = Math.ceil((line ?? 0) / 10);
  const isAhead = (amount: number) => amount > used && (!armed || armed.includes(amount) || used <= amount - tenth);
  const ahead = all.filter(({ amount }) => isAhead(amount));
  const passed = all.filter(({ amount }) => !isAhead(amount)).at(-1);
  const rearmAt = declared.kind === 'level' && passed ? passed.amount - tenth : -1;
  return { noticeAt: ahead.map(({ amount }) => amount), noticeLevel: ahead.map(({ level }) => level), rearmAt };
}
