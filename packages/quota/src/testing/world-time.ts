import { expireHold } from './hold-expiry.ts';
import { endDuePeriods } from './period-turn.ts';
import { graceEndOf, resolve } from './resolve.ts';
import { runningPeriodOf, type World, type WorldBalance, type WorldGrant } from './world.ts';

/** Moves the clock, and plays all that happens on the way in the order in which it happens. @throws RangeError backwards. */
export function advanceTo(world: World, toMs: number): void {
  const { state } = world;
  if (!(toMs >= state.nowMs))
    throw new RangeError(`The clock goes from ${new Date(state.nowMs).toISOString()} on only.`);
  for (let next = nextMoment(world); next <= toMs; next = nextMoment(world)) {
    state.nowMs = next;
    play(world);
  }
  state.nowMs = toMs;
}

/** When something happens next by itself; Infinity: never. */
function nextMoment(world: World): number {
  const { state } = world;
  const moments = [
    ...[...state.holds.values()].filter(({ isHeld }) => isHeld).map(({ expiresMs }) => expiresMs),
    ...[...state.balances.values()].flatMap((balance) => [runningPeriodOf(balance).endMs, graceEndOf(world, balance)]),
    ...state.grants.flatMap(({ startsMs, expiresMs }) => [startsMs, expiresMs]),
    ...[...state.tenants.values()].map(({ next }) => next?.atMs ?? Infinity),
    ...[...state.overrides.values()].map(({ untilMs }) => untilMs),
  ];
  return Math.min(...moments.filter((moment) => moment > state.nowMs), Infinity);
}

/**
 * At one moment: what was set aside until then is free; then periods end as they were agreed; then the contract changes, for
 * the periods that begin.
 */
function play(world: World): void {
  const { nowMs, holds, tenants, overrides, balances, grants } = world.state;
  for (const hold of holds.values()) if (hold.isHeld && hold.expiresMs <= nowMs) expireHold(world, hold);
  endDuePeriods(world);
  const changed = new Set<WorldBalance>();
  const changes = (isOf: (balance: WorldBalance) => boolean) => {
    for (const balance of balances.values()) if (isOf(balance)) changed.add(balance);
  };
  for (const tenant of tenants.values()) {
    if (!tenant.next || tenant.next.atMs > nowMs) continue;
    tenant.plan = tenant.next.plan;
    tenant.next = null;
    changes((balance) => balance.tenant === tenant.id);
  }
  for (const [key, override] of overrides) {
    if (override.untilMs > nowMs) continue;
    overrides.delete(key);
    changes(({ tenant, meter }) => tenant === override.tenant && meter === override.meter);
  }
  const startsOrEnds = ({ startsMs, expiresMs }: WorldGrant) => startsMs === nowMs || expiresMs === nowMs;
  for (const grant of grants.filter(startsOrEnds)) {
    changes(({ tenant, meter }) => tenant === grant.tenant && meter === grant.meter);
  }
  changes((balance) => graceEndOf(world, balance) === nowMs);
  for (const balance of changed) resolve(world, balance);
}
