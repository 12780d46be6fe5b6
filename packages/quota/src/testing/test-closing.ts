import { checkMost } from '../engine/check-most.ts';
import { dayMs, type World, type WorldPeriod } from './world.ts';
import { openPeriods } from './world-balances.ts';

/** Closes periods that ended more than a day ago, the oldest first. @throws InvalidRequestError */
export function closePeriods(world: World, { most = 1_000 }: { most?: number } = {}): { closed: number } {
  checkMost(most, 10_000);
  const { balances, holds, nowMs } = world.state;
  const isDue = ({ isOpened, closed, endMs }: WorldPeriod) => isOpened && !closed && endMs < nowMs - dayMs;
  const due = [...balances.values()].flatMap((balance) => {
    const periods = balance.periods.slice(0, -1).filter(isDue);
    if (periods.length > 0) openPeriods(world, balance);
    return periods;
  });
  const closing = due.sort((a, b) => a.endMs - b.endMs).slice(0, most);
  for (const period of closing) close(period, nowMs);
  // Work that settles later is booked in the running period: nothing is set aside for it here.
  const parts = [...holds.values()].flatMap((hold) => hold.parts);
  for (const part of parts.filter(({ period }) => closing.includes(period))) part.isHeld = false;
  return { closed: closing.length };
}

/** What of its use was included, given by grants, beyond the line, and late: together all that was used. */
function close(period: WorldPeriod, atMs: number): void {
  const { used, base, grants, top } = period;
  const within = Math.min(used, top.line ?? Infinity);
  const allowed = Math.min(used, Math.max(top.ceiling ?? Infinity, top.line ?? Infinity));
  const granted = Math.max(Math.min(used - base, grants, within), 0);
  period.held = 0;
  period.closed = { atMs, included: within - granted, granted, overage: allowed - within, late: used - allowed };
}
