import type { Catalog } from '../catalog/define-catalog.ts';
import {
  type ChargeLine,
  chargeExplanation,
  noSuchCharge,
  uncountedExplanation,
} from '../engine/charge-explanation.ts';
import type { ExplainRequest } from '../engine/explain.ts';
import type { Explanation } from '../engine/explanation.ts';
import { checkRefusal, refusalExplanation } from '../engine/refusal-explanation.ts';
import { checkId, checkName } from '../engine/request.ts';
import { uncountedId } from '../engine/uncounted.ts';
import { isBooking, type World, type WorldCharge, type WorldEntry, type WorldHold } from './world.ts';
import { meterOf, tenantOf } from './world-contract.ts';

/** Why a decision came out as it did. @throws InvalidRequestError */
export function explain(world: World, request: ExplainRequest): Explanation<Catalog> {
  if ('refusal' in request) {
    checkRefusal(world.catalog, request.refusal);
    return refusalExplanation(world.catalog, request.refusal, tenantOf(world, request.refusal.tenant).zone);
  }
  const { tenant, charge: id } = request;
  checkName('tenant', tenant);
  checkId('charge', id);
  if (id === uncountedId) return uncountedExplanation(tenant);
  const { charges, entries } = world.state;
  const charge = charges.get(id);
  const own = entries.filter((entry) => entry.charge === id && entry.origin === tenant);
  const meters = [...new Set(own.filter(isBooking).map(({ balance }) => balance.meter))];
  if (!charge || meters.length === 0) return noSuchCharge(id);
  const lines = meters.map((meter) => lineOf(world, charge, ofMeter(own, meter)));
  return chargeExplanation(world.catalog, tenant, lines, tenantOf(world, tenant).zone);
}

const ofMeter = (entries: WorldEntry[], meter: string) => entries.filter(({ balance }) => balance.meter === meter);
const draws = { own: 0, through: 1, beyond: 2 } as const;

function lineOf(world: World, { key }: WorldCharge, entries: WorldEntry[]): ChargeLine {
  const byPlace = Map.groupBy(entries, ({ place }) => place);
  const [own, ...pools] = [...byPlace.entries()].sort(([a], [b]) => a - b).map(([, some]) => stepOf(world, some));
  const { first, used, opening, amount, isLate } = own as Step;
  const { balance, period, kind, atMs, bookedMs, actor, feature, draw } = first;
  const meter = meterOf(world, balance.meter);
  const isWindow = meter.kind === 'allowance' && typeof meter.per === 'object';
  const [startMs, endMs] = [period.startMs, period.endMs].map((ms) => (Number.isFinite(ms) ? ms : null));
  return {
    meter: balance.meter,
    kind: kind as ChargeLine['kind'],
    amount,
    returned: returnedOf([own as Step, ...pools]),
    at_ms: atMs,
    actor,
    feature,
    has_key: key !== null,
    late: isLate,
    draw: draws[draw],
    used,
    held: heldBefore(world, first),
    opening,
    opens_window: isWindow && (period.startMs === bookedMs || period.startMs === atMs),
    start_ms: startMs ?? null,
    end_ms: endMs ?? null,
    pools: pools.map((pool) => ({
      tenant: pool.first.balance.tenant,
      amount: pool.amount,
      draw: draws[pool.first.draw],
      used: pool.used,
      opening: pool.opening,
    })),
  };
}

type Step = ReturnType<typeof stepOf>;

/** What a charge booked on one balance of its path, and how that stood before. */
function stepOf({ state }: World, entries: WorldEntry[]) {
  const booked = entries.filter(isBooking);
  const [first] = booked as [WorldEntry, ...WorldEntry[]];
  const { plan, limit, grants, isOverride, line, ceiling } = first.terms;
  const at = state.entries.indexOf(first);
  // What was brought forward is older than all that the ledger has still.
  const before = state.entries.filter(({ kind }, index) => index < at || kind === 'brought_forward');
  return {
    first,
    amount: sum(booked),
    isLate: booked.some(({ isLate }) => isLate),
    returned: -sum(entries.filter((entry) => !isBooking(entry))),
    used: sum(before.filter(({ balance, period }) => balance === first.balance && period === first.period)),
    opening: { line, ceiling, facts: { plan, limit, grants, ...(isOverride && { override: {} }) } },
  };
}

/** What stands through a pool is returned once. */
function returnedOf(steps: Step[]): number {
  const last = steps.findIndex(({ first }) => first.draw !== 'beyond');
  return steps.slice(0, last < 0 ? steps.length : last + 1).reduce((all, { returned }) => all + returned, 0);
}

/** By the holds as they are on record: one that was renewed meanwhile counts as it was renewed. */
function heldBefore({ state }: World, { charge, balance, period, bookedMs }: WorldEntry): number {
  const isBefore = ({ id, madeMs }: WorldHold) => madeMs < bookedMs || (madeMs === bookedMs && id < charge);
  const stood = [...state.holds.values()].filter(
    (hold) =>
      hold.id !== charge && isBefore(hold) && hold.expiresMs > bookedMs && (hold.endedMs ?? Infinity) > bookedMs,
  );
  const earlier = state.entries.slice(
    0,
    state.entries.findIndex((entry) => entry.charge === charge && entry.balance === balance),
  );
  const rests = stood.flatMap(({ id, parts }) =>
    parts
      .filter((part) => part.balance === balance && part.period === period)
      .map(({ amount }) =>
        Math.max(amount - sum(earlier.filter((entry) => entry.charge === id && entry.balance === balance)), 0),
      ),
  );
  return rests.reduce((all, rest) => all + rest, 0);
}

const sum = (entries: WorldEntry[]) => entries.reduce((all, { amount }) => all + amount, 0);
