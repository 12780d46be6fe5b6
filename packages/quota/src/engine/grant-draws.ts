import { Temporal } from 'temporal-polyfill';
import type { Limit } from '../catalog/limit.ts';
import type { Meter } from '../catalog/meter.ts';
import { calendarPeriod } from '../period/calendar-period.ts';
import type { Period } from '../period/period.ts';
import { limitAmount } from '../usage/amounts-of.ts';
import type { OpenBalance, Tenant } from './contract.ts';

/** A grant as the database has it, and what it gave to the running period by the balance's last opening (`quota.draws_1`). */
export type GrantTerms = {
  id: string;
  amount: number;
  /** In periods that ended. */
  drawn: number;
  drawnNow: number;
  startsMs: number;
  /** Null: it doesn't expire. */
  expiresMs: number | null;
};

/** What is written back to a grant: in all ended periods, and in the running one. */
export type Draw = { id: string; drawn: number; drawnNow: number };

type Moment = {
  nowMs: number;
  /** False for levels and limits without end: a grant is room, and nothing is drawn from it. */
  isDrawn: boolean;
  isTurned: boolean;
  balance: OpenBalance | undefined;
};

const never = Number.MAX_SAFE_INTEGER;

/**
 * What grants add to a line, and what usage beyond the plan's own drew from them, earliest expiry first. A better plan gives
 * back what they gave; a lower one takes nothing from them, since what was used then is the plan's (`base`).
 */
export function grantsOn(limit: Limit, grants: GrantTerms[], { nowMs, isDrawn, isTurned, balance }: Moment) {
  const own = limitAmount(limit) ?? never;
  const expiry = ({ expiresMs }: GrantTerms) => expiresMs ?? never;
  const known = [...grants].sort((a, b) => expiry(a) - expiry(b) || (a.id < b.id ? -1 : 1));
  const counts = known.filter((grant) => grant.startsMs <= nowMs && expiry(grant) > nowMs);
  const changesMs = known
    .flatMap(({ startsMs, expiresMs }) => [startsMs, expiresMs ?? never])
    .filter((at) => at < never);
  if (!isDrawn) {
    const total = limitAmount(limit) === null ? 0 : counts.reduce((sum, { amount }) => sum + amount, 0);
    return { total, base: never, draws: [] as Draw[], changesMs };
  }
  const taken = isTurned || !balance ? 0 : balance.used + balance.held;
  const gave = isTurned ? 0 : known.reduce((sum, { drawnNow }) => sum + drawnNow, 0);
  let rest = Math.min(gave, Math.max(taken - own, 0));
  const base = Math.max(own, taken - rest);
  const draws: Draw[] = [];
  let total = 0;
  for (const grant of known) {
    const drawn = isTurned ? grant.drawn + grant.drawnNow : grant.drawn;
    const isOver = expiry(grant) <= nowMs;
    const most = isOver ? (isTurned ? 0 : grant.drawnNow) : grant.amount - drawn;
    const drawnNow = grant.startsMs <= nowMs ? Math.min(rest, most) : 0;
    rest -= drawnNow;
    draws.push({ id: grant.id, drawn, drawnNow });
    if (counts.includes(grant)) total += grant.amount - drawn;
    else if (isOver) total += drawnNow;
  }
  return { total, base, draws, changesMs };
}

/**
 * What is left of a period's limit as it ends, if the limit lets it go on. Of periods that nobody opened the last one is
 * left whole.
 */
export function rolloverOf(meter: Meter, tenant: Tenant, limit: Limit, ended: OpenBalance, next: Period | null) {
  if (limit.type !== 'capped' || !limit.rollover || !next) return null;
  if (meter.kind !== 'allowance' || typeof meter.per === 'object') return null;
  const isNext = ended.endMs === next.start.epochMilliseconds;
  const left = isNext ? Math.max(ended.base - ended.used - ended.held, 0) : limit.amount;
  const amount = Math.min(left, limit.rollover.upTo, limit.amount);
  if (amount === 0) return null;
  const anchor = { date: tenant.anchor, zone: tenant.zone };
  let end = next.end;
  for (let more = 1; more < limit.rollover.periods; more++) {
    end = (calendarPeriod(Temporal.Instant.fromEpochMilliseconds(end.epochMilliseconds), meter.per, anchor) as Period)
      .end;
  }
  return { amount, untilMs: end.epochMilliseconds };
}
