import type { Catalog } from '../catalog/define-catalog.ts';
import { HoldEndedError, InvalidRequestError } from '../engine/quota-error.ts';
import { checkId, checkName, checkRequest } from '../engine/request.ts';
import { uncountedId } from '../engine/uncounted.ts';
import type { Settlement, SettleRequest } from '../engine/verbs.ts';
import { book, count, openOrRunning } from './booking.ts';
import { restOf } from './hold-expiry.ts';
import { type HoldPart, isoOf, type World, type WorldHold } from './world.ts';

type NamedHold = { tenant: string; hold: string };

/** @throws InvalidRequestError unless it is from a second to 30 days. */
export function checkForMs(forMs: number): number {
  if (Number.isInteger(forMs) && forMs >= 1_000 && forMs <= 2_592_000_000) return forMs;
  throw new InvalidRequestError('forMs', `${forMs} is not a hold's time`, 'Pass milliseconds from 1000 to 2592000000.');
}

/** Books what the work took, in the hold's period while that is open. @throws InvalidRequestError, HoldEndedError */
export function settle(world: World, { tenant, hold: id, meters, more = false }: SettleRequest): Settlement {
  const isNamed = Object.values(meters).some((amount) => amount !== undefined);
  const lines = isNamed ? checkRequest(world.catalog, { tenant, meters }, { countedOnly: true, from: 0 }) : [];
  return end(world, { tenant, hold: id }, new Map(lines), more ? null : 'settled');
}

/** Gives back what is held still. @throws InvalidRequestError, HoldEndedError */
export const release = (world: World, named: NamedHold): Settlement => end(world, named, new Map(), 'released');

/** Renews a hold: it expires `forMs` from now. @throws InvalidRequestError, HoldEndedError */
export function extend(world: World, { forMs, ...named }: NamedHold & { forMs: number }): { expiresAt: string } {
  checkForMs(forMs);
  const expiresMs = world.state.nowMs + forMs;
  const hold = holdOf(world, named);
  if (hold && !hold.isHeld) throw new HoldEndedError(hold.ending ?? 'expired');
  if (hold) hold.expiresMs = expiresMs;
  return { expiresAt: isoOf(expiresMs) };
}

/** @param ending null: it goes on. */
function end(world: World, named: NamedHold, took: Map<string, number>, ending: WorldHold['ending']): Settlement {
  const hold = holdOf(world, named);
  const answer: Settlement<Catalog> = {
    hold: named.hold,
    booked: {},
    returned: {},
    above: {},
    late: false,
    ended: ending !== null,
  };
  if (!hold) return answer;
  if (hold.ending) throw new HoldEndedError(hold.ending);
  const meters = [...new Set(hold.parts.map(({ meter }) => meter))];
  if ([...took.keys()].some((meter) => !meters.includes(meter))) {
    throw new InvalidRequestError('meters', 'not all of them are held', 'Name meters that the hold was made with.');
  }
  answer.late = world.state.nowMs >= hold.expiresMs;
  for (const meter of meters) {
    const parts = hold.parts.filter((part) => part.meter === meter);
    const amount = took.get(meter) ?? 0;
    const held = heldOf(parts);
    if (amount > 0) answer.booked[meter] = amount;
    if (amount > held) answer.above[meter] = amount - held;
    if (ending && hold.isHeld && parts.every(({ isHeld }) => isHeld) && amount < held)
      answer.returned[meter] = held - amount;
    const isMoved = settleParts(world, hold, parts, amount, ending !== null);
    answer.late ||= isMoved;
  }
  hold.ending = ending;
  if (ending) hold.endedMs = world.state.nowMs;
  hold.isHeld = hold.isHeld && ending === null;
  return answer;
}

/** Returns whether something was booked in another period, as the hold's had closed. */
function settleParts(world: World, hold: WorldHold, parts: HoldPart[], amount: number, isEnd: boolean): boolean {
  let rest = amount;
  let isMoved = false;
  for (const [index, part] of parts.entries()) {
    const { balance, place, draw } = part;
    const held = restOf(part);
    // The end of the path takes what is beyond the hold.
    const isLast = index === parts.length - 1;
    const taken = draw === 'beyond' && !isLast ? Math.min(rest, held) : rest;
    if (draw !== 'through') rest -= taken;
    const period = openOrRunning(world, balance, part.period);
    const isLate = period !== part.period;
    const released = !hold.isHeld || !part.isHeld ? 0 : isEnd ? held : Math.min(taken, held);
    part.settled += taken;
    if (isLate) count(world, balance, part.period, 0, -released);
    const back = isLate ? 0 : released;
    // What its pool gives whole stands on the tenant's own balance too: the charge is the tenant's.
    const isOnRecord = taken > 0 || (index === 0 && draw === 'beyond' && rest > 0);
    if (!isOnRecord) {
      count(world, balance, period, 0, -back);
      continue;
    }
    const { id: charge, tenant: origin, actor, feature } = hold;
    const entry = { balance, period, kind: 'settle', amount: taken, charge, origin, actor, feature } as const;
    book(world, { ...entry, place, draw, held: -back, isLate: isLate || world.state.nowMs >= hold.expiresMs });
    isMoved ||= isLate;
  }
  return isMoved;
}

/** What of a meter is set aside: what runs through to a pool is counted there. */
const heldOf = (parts: HoldPart[]) =>
  parts.filter(({ draw }) => draw !== 'through').reduce((sum, part) => sum + restOf(part), 0);

/** Undefined for work whose meters were all off. */
function holdOf(world: World, { tenant, hold: id }: NamedHold): WorldHold | undefined {
  checkName('tenant', tenant);
  checkId('hold', id);
  if (id === uncountedId) return undefined;
  const hold = world.state.holds.get(id);
  if (hold?.tenant === tenant) return hold;
  throw new InvalidRequestError(
    'hold',
    `the tenant has no hold '${id}'`,
    'Pass the id from a granted hold of this tenant.',
  );
}
