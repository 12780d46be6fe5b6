import { Temporal } from 'temporal-polyfill';
import type { Limit } from '../catalog/limit.ts';
import type { Meter } from '../catalog/meter.ts';
import { calendarPeriod } from '../period/calendar-period.ts';
import type { Period } from '../period/period.ts';
import { limitAmount } from '../usage/amounts-of.ts';
import type { OpenBalance, Tenant } from './contract.ts';
import { hashOf } from './request.ts';

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
export type Draw = { id: string; drawn: number; drawnNow: number; isCounted: boolean };

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
    const draws = known.map(({ id, drawn, startsMs }) => ({ id, drawn, drawnNow: 0, isCounted: startsMs <= nowMs }));
    return { total, own: never, base: never, draws, changesMs };
  }
  const taken = isTurned || !balance ? 0 : balance.used + balance.held;
  const gave = isTurned ? 0 : known.reduce((sum, { drawnNow }) => sum + drawnNow, 0);
  const base = baseOf(own, taken, gave, isTurned ? undefined : balance);
  let rest = Math.max(taken - base, 0);
  const draws: Draw[] = [];
  let total = 0;
  for (const grant of known) {
    const drawn = isTurned ? grant.drawn + grant.drawnNow : grant.drawn;
    const isOver = expiry(grant) <= nowMs;
    const most = isOver ? (isTurned ? 0 : grant.drawnNow) : grant.amount - drawn;
    const drawnNow = grant.startsMs <= nowMs ? Math.min(rest, most) : 0;
    rest -= drawnNow;
    draws.push({ id: grant.id, drawn, drawnNow, isCounted: grant.startsMs <= nowMs });
    if (counts.includes(grant)) total += grant.amount - drawn;
    else if (isOver) total += drawnNow;
  }
  return { total, own, base, draws, changesMs };
}

/** Usage that the limit covers. It changes with the limit only: what a higher one covered, a lower one takes from no grant. */
function baseOf(own: number, taken: number, gave: number, balance: OpenBalance | undefined): number {
  if (!balance) return own;
  if (balance.own === own) return balance.base;
  return Math.max(own, Math.min(taken - Math.min(gave, Math.max(taken - own, 0)), balance.base));
}

/** The grant that a period's end makes, by a name of its own: it is told before anybody writes it down. */
export const rolloverId = (tenant: string, meter: string, startsMs: number) =>
  hashOf(['rollover', tenant, meter, startsMs]);

export type Rollover = { amount: number; startsMs: number; endsMs: number };

/** No rollover lives longer than this many periods. */
const mostPeriods = 120;

/**
 * What is left of a period's limit as it ends, where the limit lets it go on; of periods that nobody opened, the whole.
 * @param limitAt the limit that held at a moment: each period ends by its own.
 */
export function rolloversOf(
  meter: Meter,
  tenant: Tenant,
  limitAt: (atMs: number) => Limit,
  ended: OpenBalance,
  next: Period | null,
  nowMs: number,
): Rollover[] {
  if (meter.kind !== 'allowance' || typeof meter.per === 'object' || !next || ended.endMs === null) return [];
  const { per } = meter;
  const anchor = { date: tenant.anchor, zone: tenant.zone };
  const endAfter = (ms: number) =>
    (calendarPeriod(Temporal.Instant.fromEpochMilliseconds(ms), per, anchor) as Period).end.epochMilliseconds;
  // The ends of the period that was opened and of those that followed it unopened, up to the one that runs now.
  const turns = [ended.endMs];
  for (let end = ended.endMs; end < next.start.epochMilliseconds; ) {
    end = endAfter(end);
    turns.push(end);
  }
  return turns.slice(-mostPeriods).flatMap((startsMs) => {
    const limit = limitAt(startsMs - 1);
    if (limit.type !== 'capped' || !limit.rollover) return [];
    const left = startsMs === ended.endMs ? ended.base - ended.used - ended.held : limit.amount;
    const amount = Math.min(Math.max(left, 0), limit.rollover.upTo, limit.amount);
    let endsMs = startsMs;
    for (let lives = 0; lives < limit.rollover.periods; lives++) endsMs = endAfter(endsMs);
    return amount > 0 && endsMs > nowMs ? [{ amount, startsMs, endsMs }] : [];
  });
}
