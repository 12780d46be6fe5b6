import { armAgain, tellPassed } from './passed-thresholds.ts';
import { drawBeyond, resolve } from './resolve.ts';
import {
  dayMs,
  runningPeriodOf,
  takenOf,
  type World,
  type WorldBalance,
  type WorldEntry,
  type WorldPeriod,
} from './world.ts';
import { limitOf, termsOf } from './world-contract.ts';

/** How long a period takes late events after its end. */
const openForMs = dayMs;

/** The period itself while it runs or is open, else the running one. */
export function openOrRunning(world: World, balance: WorldBalance, period: WorldPeriod): WorldPeriod {
  return world.state.nowMs < period.endMs + openForMs ? period : runningPeriodOf(balance);
}

type Booking = Omit<WorldEntry, 'isLate' | 'atMs' | 'bookedMs' | 'terms' | 'isAggregated'> & {
  isLate?: boolean;
  atMs?: number;
  held?: number;
};

/**
 * Writes an entry and counts it; negative amounts give back.
 * @param booking.atMs when it happened: now where it is left out.
 * @param booking.held what it adds to, or takes off, what is set aside.
 * @returns whether it is late: as it was told, or above the ceiling after the fact.
 */
export function book(world: World, { held = 0, isLate = false, ...booking }: Booking): boolean {
  const { nowMs } = world.state;
  const terms = termsOf(world, booking.balance);
  const entry = { atMs: nowMs, ...booking, bookedMs: nowMs, terms };
  const { balance, period, amount, kind } = entry;
  const isAfterTheFact = kind !== 'consume' && amount > 0 && period === runningPeriodOf(balance);
  const isAbove = isAfterTheFact && balance.ceiling !== null && period.used + amount > balance.ceiling;
  const late = isLate || isAbove;
  world.state.entries.push({ ...entry, isLate: late, isAggregated: false });
  period.isBooked = true;
  period.isOpened = true;
  count(world, balance, period, amount, held);
  return late;
}

/** Counts what is used and held of a period, and what follows from it where that period runs. */
export function count(world: World, balance: WorldBalance, period: WorldPeriod, used: number, held: number): void {
  const isRunning = period === runningPeriodOf(balance);
  const before = takenOf(balance);
  world.changed.add(balance.tenant);
  period.used += used;
  period.held += held;
  if (!isRunning) return;
  if (used > 0) {
    startGrace(world, balance);
    tellPassed(world, balance);
  }
  drawBeyond(world, balance);
  // A return while grants are drawn: what they gave is worked out anew.
  if ((used < 0 || held < 0) && before > balance.base) resolve(world, balance);
  if (used < 0) armAgain(world, balance);
}

/** Grace runs from the first passing of the line in a period. */
function startGrace(world: World, balance: WorldBalance): void {
  const limit = limitOf(world, balance.tenant, balance.meter);
  if (limit.type !== 'capped' || !limit.grace || balance.graceFromMs !== null || balance.line === null) return;
  if (runningPeriodOf(balance).used > balance.line) balance.graceFromMs = world.state.nowMs;
}
