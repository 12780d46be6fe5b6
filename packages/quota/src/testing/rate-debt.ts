import type { RateMeter } from '../catalog/meter.ts';
import type { World, WorldBalance } from './world.ts';
import { meterOf } from './world-contract.ts';

const perUs = { second: 1_000_000n, minute: 60_000_000n, hour: 3_600_000_000n, day: 86_400_000_000n };

// A leaky bucket as a meter (GCRA) in whole numbers: a unit taken owes as many unit-microseconds as the rate's time has, and
// each microsecond pays `line` of them.

/** Lets the time since the last payment pay. Without a limit nothing is owed. */
export function payDown(world: World, balance: WorldBalance): void {
  const { nowMs } = world.state;
  const paid = BigInt(balance.line ?? 0) * BigInt(nowMs - balance.debtAtMs) * 1_000n;
  balance.debt = balance.line === null || paid > balance.debt ? 0n : balance.debt - paid;
  balance.debtAtMs = nowMs;
}

/** Calls of the burst that are not back yet. */
export function owedUnits(world: World, balance: WorldBalance): number {
  payDown(world, balance);
  const unit = unitOf(world, balance);
  return Number((balance.debt + unit - 1n) / unit);
}

/** Takes units; more than the burst, as in shadow, owes no more than the burst. */
export function owe(world: World, balance: WorldBalance, units: number): void {
  payDown(world, balance);
  if (balance.ceiling === null) return;
  const unit = unitOf(world, balance);
  const most = BigInt(balance.ceiling) * unit;
  balance.debt += BigInt(units) * unit;
  if (balance.debt > most) balance.debt = most;
}

/** Milliseconds until there is room for so many; null: never at once. */
export function roomInMs(world: World, balance: WorldBalance, units: number): number | null {
  const { ceiling, line } = balance;
  if (ceiling === null || line === null || units > ceiling) return null;
  payDown(world, balance);
  const tooMuch = balance.debt + BigInt(units - ceiling) * unitOf(world, balance);
  const perMs = BigInt(Math.max(line, 1)) * 1_000n;
  return tooMuch <= 0n ? 0 : Number((tooMuch + perMs - 1n) / perMs);
}

const unitOf = (world: World, { meter }: WorldBalance) => perUs[(meterOf(world, meter) as RateMeter).per];
