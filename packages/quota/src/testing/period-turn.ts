import { grantsOf, resolve } from './resolve.ts';
import { runningPeriodOf, type World, type WorldBalance, type WorldPeriod } from './world.ts';
import { nextPeriod, periodEnd, spanOf } from './world-balances.ts';
import { limitOf } from './world-contract.ts';

/** Turns every period that has ended by now. */
export function endDuePeriods(world: World): void {
  for (const balance of world.state.balances.values()) {
    while (runningPeriodOf(balance).endMs <= world.state.nowMs) turn(world, balance);
  }
}

/** Used and held start from 0, what grants gave is theirs no more, and what is left of the limit may go on as a grant. */
function turn(world: World, balance: WorldBalance): void {
  const ended = runningPeriodOf(balance);
  const { base } = balance;
  nextPeriod(world, balance);
  for (const grant of grantsOf(world, balance)) {
    grant.drawn += grant.gave;
    grant.gave = 0;
    grant.most = 0;
  }
  balance.base = 0;
  balance.own = 0;
  balance.graceFromMs = null;
  balance.told = [];
  rollOver(world, balance, ended, base);
  resolve(world, balance);
}

/** By the limit under which the period ended: a plan that begins at the same moment rules the next one. */
function rollOver(world: World, { tenant, meter }: WorldBalance, ended: WorldPeriod, base: number): void {
  const limit = limitOf(world, tenant, meter);
  const span = spanOf(world, meter);
  if (limit.type !== 'capped' || !limit.rollover || !span) return;
  const { upTo, periods } = limit.rollover;
  const amount = Math.min(Math.max(base - ended.used - ended.held, 0), upTo, limit.amount);
  if (amount === 0) return;
  world.state.grants.push({
    id: world.newId(),
    tenant,
    meter,
    source: 'rollover',
    amount,
    drawn: 0,
    gave: 0,
    most: 0,
    startsMs: ended.endMs,
    expiresMs: periodEnd(world, tenant, span, ended.endMs, periods - 1),
    key: null,
    from: null,
    reason: 'what was left of the period before',
    madeMs: ended.endMs,
  });
}
