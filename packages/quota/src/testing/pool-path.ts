import type { PoolUsage } from '../usage/meter-usage.ts';
import { owedUnits } from './rate-debt.ts';
import { type Draw, runningPeriodOf, type World, type WorldBalance } from './world.ts';
import { openBalance } from './world-balances.ts';
import { drawOf, meterOf, tenantOf } from './world-contract.ts';

/** One balance on the way from a tenant up its pools. */
export type Step = { balance: WorldBalance; draw: Draw };
/** What of an amount falls on a step. */
export type Part = Step & { place: number; amount: number };

const mostAmount = Number.MAX_SAFE_INTEGER;

/** The tenant's balance, then the pools that it may draw on. */
export function pathOf(world: World, tenant: string, meter: string, actor = ''): Step[] {
  const { kind } = meterOf(world, meter);
  if (kind === 'rate') {
    const isPerActor = 'by' in meterOf(world, meter) && (meterOf(world, meter) as { by: string }).by === 'actor';
    return [{ balance: openBalance(world, tenant, meter, isPerActor ? actor : ''), draw: 'own' }];
  }
  const draw = drawOf(world, tenant, meter);
  const step = { balance: openBalance(world, tenant, meter), draw };
  const { parent } = tenantOf(world, tenant);
  return draw === 'own' || parent === null ? [step] : [step, ...pathOf(world, parent, meter)];
}

/** What the balance alone could give. Without end counts up to the largest safe integer. */
export function roomOf(world: World, balance: WorldBalance): number {
  const ceiling = balance.ceiling ?? mostAmount;
  if (meterOf(world, balance.meter).kind === 'rate') {
    return balance.ceiling === null ? mostAmount : Math.max(ceiling - owedUnits(world, balance), 0);
  }
  const { used, held } = runningPeriodOf(balance);
  return Math.max(ceiling - used - held, 0);
}

/** What could be granted along a path, as each step draws on the next. */
export function grantableOf(world: World, path: Step[]): number {
  const [first, ...pools] = path as [Step, ...Step[]];
  const own = roomOf(world, first.balance);
  if (first.draw === 'own') return own;
  const above = grantableOf(world, pools);
  return first.draw === 'through' ? Math.min(own, above) : Math.min(own + above, mostAmount);
}

/** The same as it is told: null where there is no end. */
export function remainingOf(world: World, path: Step[]): number | null {
  const [first, ...pools] = path as [Step, ...Step[]];
  const own = first.balance.ceiling === null ? null : roomOf(world, first.balance);
  if (first.draw === 'own') return own;
  const above = remainingOf(world, pools);
  if (first.draw === 'through') return own === null || above === null ? (own ?? above) : Math.min(own, above);
  return own === null || above === null ? null : Math.min(own + above, mostAmount);
}

/** What of an amount falls on which step, whether there is room or not: the last one takes what is left. */
export function partsOf(world: World, path: Step[], amount: number): Part[] {
  let rest = amount;
  return path.map((step, place) => {
    const part = step.draw === 'beyond' ? Math.min(rest, roomOf(world, step.balance)) : rest;
    if (step.draw !== 'through') rest -= part;
    return { ...step, place, amount: part };
  });
}

/** The parent's pool as the child sees it; null where nothing is drawn from one. */
export function poolOf(world: World, path: Step[]): PoolUsage | null {
  const [, ...pools] = path;
  const [pool] = pools;
  if (!pool) return null;
  const { used, held } = runningPeriodOf(pool.balance);
  return { line: pool.balance.line, used, held, remaining: remainingOf(world, pools) };
}
