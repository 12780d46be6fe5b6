import { InvalidRequestError } from '../engine/quota-error.ts';
import { checkTime } from '../engine/request.ts';
import type { World } from './world.ts';
import { advanceTo } from './world-time.ts';

/** A clock that stands still until it is moved. What happens on the way happens in its order: periods turn, holds expire. */
export type TestClock = {
  now(): Date;
  /** Moves to a moment, ISO 8601 or a date. @throws InvalidRequestError where it is none, or before now. */
  set(at: string | Date): void;
  /** Moves on. Whole numbers from 0. @throws InvalidRequestError for what is none. */
  advance(by: { days?: number; hours?: number; minutes?: number; ms?: number }): void;
};

export function testClock(world: World): TestClock {
  const moveTo = (toMs: number) => {
    const { nowMs } = world.state;
    if (!Number.isSafeInteger(toMs) || toMs < nowMs) {
      throw new InvalidRequestError(
        'clock',
        'a test clock moves on, never back',
        `It is ${new Date(nowMs).toISOString()}.`,
      );
    }
    advanceTo(world, toMs);
  };
  return {
    now: () => new Date(world.state.nowMs),
    set: (at) => moveTo(Date.parse(checkTime('clock', at))),
    advance: ({ days = 0, hours = 0, minutes = 0, ms = 0 }) =>
      moveTo(world.state.nowMs + ((days * 24 + hours) * 60 + minutes) * 60_000 + ms),
  };
}
