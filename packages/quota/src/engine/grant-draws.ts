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
  /** Known when the balance was opened last. */
  isCounted: boolean;
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
  const ended = isTurned && balance ? drawnFrom(known, balance, balance.base, (balance.endMs ?? never) - 1) : noDraws;
  const now = isTurned ? noDraws : drawnFrom(known, balance, base, nowMs);
  let total = 0;
  const draws = known.map((grant) => {
    const drawn = grant.drawn + (ended.get(grant) ?? 0);
    const drawnNow = now.get(grant) ?? 0;
    if (counts.includes(grant)) total += grant.amount - drawn;
    else if (expiry(grant) <= nowMs) total += drawnNow;
    return { id: grant.id, drawn, drawnNow, isCounted: grant.startsMs <= nowMs };
  });
  return { total, own, base, draws, changesMs };
}

const noDraws: ReadonlyMap<GrantTerms, number> = new Map();

/**
 * What a period's usage beyond its base draws, grant by grant in their order, as of a moment. One that has ended gives what
 * it gave; one that began and ended since the balance was opened last gave what it could, for nothing was booked meanwhile.
 */
function drawnFrom(
  grants: GrantTerms[],
  balance: OpenBalance | undefined,
  base: number,
  atMs: number,
): ReadonlyMap<GrantTerms, number> {
  let rest = balance ? Math.max(balance.used + balance.held - base, 0) : 0;
  const openedAtMs = balance?.openedAtMs ?? 0;
  return new Map(
    grants.map((grant) => {
      const { amount, drawn, drawnNow, startsMs, expiresMs, isCounted } = grant;
      const endMs = expiresMs ?? never;
      const wasMissed = !isCounted && endMs > openedAtMs;
      const most = endMs > atMs || wasMissed ? amount - drawn : drawnNow;
      const given = startsMs <= atMs ? Math.min(rest, most) : 0;
      rest -= given;
      return [grant, given];
    }),
  );
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
