import { InvalidRequestError } from '../engine/quota-error.ts';
import { checkId, checkName, checkRequest, checkText } from '../engine/request.ts';
import { uncountedId } from '../engine/uncounted.ts';
import type { Refund, RefundRequest } from '../engine/verbs.ts';
import { book, openOrRunning } from './booking.ts';
import { runningPeriodOf, type World, type WorldEntry } from './world.ts';
import { meterOf } from './world-contract.ts';

/** Returns a charge or part of it. @throws InvalidRequestError where there is none, or less is left of it. */
export function refund(world: World, { tenant, charge, meters, actor = '' }: RefundRequest): Refund {
  checkText('actor', actor);
  const named = meters && checkRequest(world.catalog, { tenant, meters }, { countedOnly: true });
  const booked = bookedUnder(world, tenant, charge);
  if (!booked) return { meters: {} };
  if (named) giveBack(world, booked, { kind: 'refund', actor, lines: named });
  return { meters: Object.fromEntries(named ?? giveBackAll(world, booked, { kind: 'refund', actor })) };
}

/** What is left of a charge, by meter. */
export const leftOfAll = (world: World, booked: WorldEntry[]): [meter: string, amount: number][] =>
  [...new Set(booked.map(({ balance }) => balance.meter))]
    .map((meter): [string, number] => [meter, leftOf(world, booked, meter)])
    .filter(([, amount]) => amount > 0);

/** Returns all that is left of a charge, which is over with that: what others use of a level later isn't returned for it. */
export function giveBackAll(world: World, booked: WorldEntry[], by: Omit<GivenBack, 'lines'>): [string, number][] {
  const lines = leftOfAll(world, booked);
  const over = levelsOver(world, booked);
  giveBack(world, booked, { ...by, lines });
  for (const first of over) {
    const entry = { ...first, ...by, actor: by.actor || first.actor, period: runningPeriodOf(first.balance) };
    book(world, { ...entry, amount: 0, atMs: world.state.nowMs, isLate: false });
  }
  return lines;
}

/** The levels of a charge of which less is used than stands under it. */
function levelsOver(world: World, booked: WorldEntry[]): WorldEntry[] {
  const levels = booked.filter(({ balance }) => meterOf(world, balance.meter).kind === 'level');
  return [...Map.groupBy(levels, ({ balance }) => balance).values()].flatMap((entries) => {
    const [first] = entries as [WorldEntry, ...WorldEntry[]];
    const isMore = sum(entries) > runningPeriodOf(first.balance).used;
    return isMore && !entries.some(isOver) ? [first] : [];
  });
}

/** Nothing is left of what it stands under. */
export const isOver = ({ kind, amount }: WorldEntry) => amount === 0 && (kind === 'refund' || kind === 'reverse');

const sum = (entries: WorldEntry[]) => entries.reduce((all, { amount }) => all + amount, 0);

/** The entries of a tenant's charge; undefined where its meters were all off. @throws InvalidRequestError where it has none. */
export function bookedUnder({ state }: World, tenant: string, charge: string): WorldEntry[] | undefined {
  checkName('tenant', tenant);
  checkId('charge', charge);
  if (charge === uncountedId) return undefined;
  const entries = state.entries.filter((entry) => entry.charge === charge && entry.origin === tenant);
  if (entries.length > 0 && state.charges.has(charge)) return entries;
  const remedy = 'Pass the id from a granted decision of this tenant.';
  throw new InvalidRequestError('charge', `the tenant has no charge '${charge}'`, remedy);
}

type GivenBack = {
  kind: 'refund' | 'free' | 'reverse';
  /** Who gives it back; '': who made the charge. */
  actor: string;
  lines: [meter: string, amount: number][];
};

/**
 * Books amounts back, each in the period of its charge while that is open, what a pool gave to the pool first.
 * @throws InvalidRequestError where less is left, before anything is booked.
 */
export function giveBack(world: World, booked: WorldEntry[], { kind, actor, lines }: GivenBack): void {
  for (const [meter, amount] of lines) {
    const left = leftOf(world, booked, meter);
    if (amount <= left) continue;
    throw new InvalidRequestError(`meters.${meter}`, `only ${left} of the charge is left`, `Return at most ${left}.`);
  }
  for (const [meter, amount] of lines) {
    let rest = amount;
    for (const { first, above } of leftByStep(world, booked, meter)) {
      const part = first.draw === 'beyond' ? rest - Math.min(rest, above) : rest;
      if (first.draw !== 'through') rest -= part;
      if (part === 0) continue;
      const { balance, charge, origin, place, draw, feature } = first;
      const period = openOrRunning(world, balance, first.period);
      const isLate = period !== first.period;
      const entry = { balance, period, kind, amount: -part, charge, origin, place, draw, feature };
      book(world, { ...entry, actor: actor || first.actor, isLate });
    }
  }
}

const leftOf = (world: World, booked: WorldEntry[], meter: string) => leftByStep(world, booked, meter)[0]?.left ?? 0;

/** What is left of a charge from each step of its path on up, and above it; of a level at most what is used. */
function leftByStep(world: World, booked: WorldEntry[], meter: string) {
  const steps = Map.groupBy(
    booked.filter(({ balance }) => balance.meter === meter).sort((a, b) => a.place - b.place),
    ({ place }) => place,
  );
  let above = 0;
  return [...steps.values()]
    .reverse()
    .map((entries) => {
      const [first] = entries as [WorldEntry, ...WorldEntry[]];
      const net = entries.some(isOver) ? 0 : sum(entries);
      const most = meterOf(world, meter).kind === 'level' ? runningPeriodOf(first.balance).used : Infinity;
      const own = Math.max(Math.min(net, most), 0);
      const step = { first, above, left: first.draw === 'beyond' ? own + above : own };
      above = step.left;
      return step;
    })
    .reverse();
}
