import { checkMonths } from '../engine/check-months.ts';
import type { Retained } from '../engine/retain.ts';
import { aggregate } from './test-rollups.ts';
import { isoOf, monthStart, runningPeriodOf, type World, type WorldEntry } from './world.ts';
import { note } from './world-audit.ts';
import { termsOf } from './world-contract.ts';

/** Keeps the ledger's last months; what of those before still counts is brought forward. @throws InvalidRequestError */
export function retain(world: World, { months }: { months: number }): Retained {
  checkMonths(months);
  const { state } = world;
  const cutMs = monthStart(state.nowMs, months);
  const retained: Retained = { dropped: [], broughtForward: 0 };
  while (state.ledgerFromMs < cutMs) {
    const month = isoOf(state.ledgerFromMs).slice(0, 7);
    const untilMs = monthStart(state.ledgerFromMs, -1);
    const isOld = ({ bookedMs }: WorldEntry) => bookedMs < untilMs;
    const old = state.entries.filter(isOld);
    const forward = broughtForward(world, old, cutMs);
    aggregate(world);
    state.past.push(...old);
    state.entries = [...state.entries.filter((entry) => !isOld(entry)), ...forward];
    state.ledgerFromMs = untilMs;
    retained.dropped.push(month);
    retained.broughtForward += forward.length;
    const after = {
      partition: `entry_${month.replace('-', '_')}`,
      before: isoOf(cutMs),
      brought_forward: forward.length,
    };
    note(world, '', { action: 'retain', by: byOf(months), before: null, after });
  }
  return retained;
}

const byOf = (months: number) => ({ actor: 'retention', reason: `older than ${months} months` });

/** One entry by balance, period, who drew it through which pool, and actor: of periods that run, are open, or end later. */
function broughtForward(world: World, entries: WorldEntry[], cutMs: number): WorldEntry[] {
  const counts = ({ balance, period }: WorldEntry) =>
    period === runningPeriodOf(balance) || (period.isOpened && (!period.closed || period.endMs > cutMs));
  const { nowMs, balances } = world.state;
  const places = [...balances.values()];
  const groups = Map.groupBy(entries.filter(counts), ({ balance, period, origin, place, actor }) =>
    JSON.stringify([places.indexOf(balance), balance.periods.indexOf(period), origin, place, actor]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group as [WorldEntry, ...WorldEntry[]];
    const amount = group.reduce((sum, entry) => sum + entry.amount, 0);
    if (amount === 0) return [];
    const { balance, period, origin, place, draw, actor } = first;
    const booked = {
      atMs: nowMs,
      bookedMs: nowMs,
      actor,
      feature: '',
      isLate: false,
      isAggregated: false,
      terms: termsOf(world, balance),
    };
    const charge = world.newId();
    return [{ balance, period, kind: 'brought_forward' as const, amount, charge, origin, place, draw, ...booked }];
  });
}
