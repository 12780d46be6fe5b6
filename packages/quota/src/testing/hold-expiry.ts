import { count } from './booking.ts';
import { resolve } from './resolve.ts';
import { type HoldPart, runningPeriodOf, type World, type WorldHold } from './world.ts';

/** What of a part is set aside still. */
export const restOf = ({ amount, settled }: HoldPart) => Math.max(amount - settled, 0);

/** By time: what isn't settled is remaining again. */
export function expireHold(world: World, hold: WorldHold): void {
  hold.isHeld = false;
  for (const part of hold.parts.filter(({ isHeld }) => isHeld)) {
    count(world, part.balance, part.period, 0, -restOf(part));
    if (part.period === runningPeriodOf(part.balance)) resolve(world, part.balance);
  }
}
