import type { Part } from './pool-path.ts';
import { roomOf } from './pool-path.ts';
import type { World, WorldBalance, WorldRefusal } from './world.ts';
import { meterOf } from './world-contract.ts';

const minuteMs = 60_000;

/** Counts what there was no room for: by balance, minute, reason and actor. Shadowed refusals are counted, too. */
export function noteRefusals(world: World, breached: { parts: Part[] }[], actor: string): void {
  const lacking = breached.flatMap(({ parts }) => parts.filter((part) => part.amount > roomOf(world, part.balance)));
  const { refusals, nowMs } = world.state;
  const minute = Math.floor(nowMs / minuteMs) * minuteMs;
  for (const { balance, amount } of lacking) {
    const reason = reasonOf(world, balance);
    const isSame = (other: WorldRefusal) =>
      other.balance === balance && other.minuteMs === minute && other.reason === reason && other.actor === actor;
    const known = refusals.find(isSame);
    const refusal = known ?? { balance, minuteMs: minute, reason, actor, count: 0, asked: 0 };
    if (!known) refusals.push(refusal);
    refusal.count += 1;
    refusal.asked = Math.min(refusal.asked + amount, Number.MAX_SAFE_INTEGER);
  }
}

function reasonOf(world: World, { meter, line, ceiling }: WorldBalance): WorldRefusal['reason'] {
  if (ceiling === 0) return line === 0 ? 'not_in_plan' : 'suspended';
  return meterOf(world, meter).kind === 'rate' ? 'too_fast' : 'exhausted';
}
