import { noticeAmounts } from '../catalog/threshold.ts';
import { rangeOf, runningPeriodOf, type World, type WorldBalance } from './world.ts';
import { meterOf } from './world-contract.ts';

/** What lies ahead on the line: amounts above what is used. */
export function listAhead(world: World, balance: WorldBalance): void {
  const thresholds = meterOf(world, balance.meter).thresholds ?? world.catalog.thresholds;
  const { used } = runningPeriodOf(balance);
  balance.ahead = noticeAmounts(thresholds, balance.line ?? 0)
    .filter(({ amount }) => amount > used)
    .map(({ amount, level }) => ({ amount, level }));
}

/** Tells every amount that is used now. */
export function tellPassed(world: World, balance: WorldBalance): void {
  const { used } = runningPeriodOf(balance);
  const passed = balance.ahead.filter(({ amount }) => amount <= used);
  balance.ahead = balance.ahead.filter(({ amount }) => amount > used);
  for (const mark of passed) tell(world, balance, mark);
}

/** Once a period, contract and amount. */
export function tell(world: World, balance: WorldBalance, { amount, level }: WorldBalance['ahead'][number]): void {
  if (balance.told.includes(amount)) return;
  balance.told.push(amount);
  const { tenant, meter, line, ceiling } = balance;
  const running = runningPeriodOf(balance);
  const { used, held } = running;
  const at = { atMs: world.state.nowMs, period: rangeOf(running), sentMs: null };
  world.state.notices.push({ id: world.newId(), tenant, meter, level, amount, used, held, line, ceiling, ...at });
}

/** A level has no period whose turn would arm its thresholds again: falling a tenth of the line below one does. */
export function armAgain(world: World, balance: WorldBalance): void {
  if (meterOf(world, balance.meter).kind !== 'level') return;
  const { used } = runningPeriodOf(balance);
  const fallen = (amount: number) => used <= amount - Math.ceil((balance.line ?? 0) / 10);
  const thresholds = meterOf(world, balance.meter).thresholds ?? world.catalog.thresholds;
  balance.told = balance.told.filter((amount) => !fallen(amount));
  const isAhead = (amount: number) => balance.ahead.some((mark) => mark.amount === amount);
  balance.ahead = noticeAmounts(thresholds, balance.line ?? 0)
    .filter(({ amount }) => isAhead(amount) || fallen(amount))
    .map(({ amount, level }) => ({ amount, level }));
}
