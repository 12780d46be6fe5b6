import { KeyReusedError } from '../engine/quota-error.ts';
import { isOver } from './test-refunds.ts';
import { dayMs, runningPeriodOf, type World, type WorldBalance, type WorldCharge } from './world.ts';

const keptForMs = 30 * dayMs;

type Keyed = { tenant: string; scope?: string | undefined; key?: string | undefined };

export const keyOf = ({ tenant, scope = '', key }: Keyed) =>
  key === undefined ? null : JSON.stringify([tenant, scope, key]);

/** What a key stands for besides itself. Two requests are the same where this is. */
export const requestOf = (verb: WorldCharge['verb'], lines: [string, number][], isPartial = false) =>
  JSON.stringify([verb, isPartial, [...lines].sort(([a], [b]) => (a < b ? -1 : 1))]);

/**
 * The earlier charge that a key stands for: one of which something is left, or a hold that is open or was settled.
 * @throws KeyReusedError where it was another request.
 */
export function standingCharge(
  world: World,
  asked: { key: string | null; request: string },
  balances: WorldBalance[],
): WorldCharge | undefined {
  if (asked.key === null) return undefined;
  const standing = [...world.state.charges.values()].findLast(
    (charge) => charge.key === asked.key && isKept(world, charge, balances) && isStanding(world, charge),
  );
  if (standing && standing.request !== asked.request) throw new KeyReusedError(standing.id);
  return standing;
}

/** For 30 days, and as long as the running period of what is asked for. */
function isKept({ state }: World, { id, atMs }: WorldCharge, balances: WorldBalance[]): boolean {
  const running = balances.map(runningPeriodOf).filter(({ endMs }) => Number.isFinite(endMs));
  const starts = running.map(({ startMs }) => startMs);
  const isOpenHold = state.holds.get(id)?.isHeld ?? false;
  return isOpenHold || atMs > state.nowMs - keptForMs || atMs >= Math.min(...starts, Infinity);
}

function isStanding({ state }: World, { id }: WorldCharge): boolean {
  const hold = state.holds.get(id);
  if (hold?.isHeld || hold?.ending === 'settled') return true;
  const entries = state.entries.filter(({ charge, kind }) => charge === id && kind !== 'free');
  if (entries.some(isOver)) return false;
  return entries.reduce((sum, { amount }) => sum + amount, 0) > 0;
}
