import { InvalidRequestError } from '../engine/quota-error.ts';
import { checkLine, checkName, checkText } from '../engine/request.ts';
import type { ChangeBy, FreeRequest, RecountRequest } from '../engine/verbs.ts';
import { book } from './booking.ts';
import { pathOf, type Step } from './pool-path.ts';
import { checkBy } from './test-contracts.ts';
import { bookedUnder, giveBack } from './test-refunds.ts';
import { runningPeriodOf, type World } from './world.ts';
import { note } from './world-audit.ts';
import { meterOf } from './world-contract.ts';

/** Gives back part of a level. @throws InvalidRequestError where less is used, or less is left of the charge. */
export function free(world: World, request: FreeRequest, options: { tx?: unknown } = {}): { used: number } {
  const { tenant, meter, amount, charge, actor = '', feature = '' } = request;
  checkName('tenant', tenant);
  checkText('actor', actor);
  checkText('feature', feature);
  checkLine(world.catalog, meter, amount);
  checkLevel(world, meter);
  const steps = usedByStep(world, tenant, meter);
  const used = steps.filter(({ draw }) => draw !== 'through').reduce((sum, step) => sum + step.used, 0);
  if (charge !== undefined) {
    if (options.tx) {
      throw new InvalidRequestError('charge', 'a transaction frees without one', 'Leave it or { tx } out.');
    }
    const booked = bookedUnder(world, tenant, charge);
    if (!booked) return { used };
    giveBack(world, booked, { kind: 'free', actor, lines: [[meter, amount]] });
    return { used: used - amount };
  }
  if (amount > used) {
    throw new InvalidRequestError(`meters.${meter}`, `only ${used} is used`, `Free at most ${used}.`);
  }
  let rest = amount;
  const entry = { kind: 'free', charge: world.newId(), origin: tenant, actor, feature } as const;
  for (const [place, { balance, draw, used: most }] of steps.entries()) {
    const part = draw === 'through' ? rest : Math.min(rest, most);
    if (draw !== 'through') rest -= part;
    if (part === 0) continue;
    const period = runningPeriodOf(balance);
    book(world, { ...entry, balance, period, amount: -part, place, draw });
  }
  return { used: used - amount };
}

/**
 * Sets a level to what the application counts: its own usage, for what a pool gave is the pool's.
 * @throws InvalidRequestError where the meter is no level, or the count isn't a whole number from 0.
 */
export async function recount(world: World, { tenant, meter, count }: RecountRequest, by: ChangeBy) {
  checkName('tenant', tenant);
  checkBy(by);
  const after = typeof count === 'number' ? count : await count();
  checkLine(world.catalog, meter, after, 0);
  checkLevel(world, meter);
  const [{ balance }] = pathOf(world, tenant, meter) as [Step];
  const period = runningPeriodOf(balance);
  const before = period.used;
  if (before !== after) {
    const entry = { balance, period, kind: 'recount', amount: after - before, charge: world.newId() } as const;
    book(world, { ...entry, origin: tenant, place: 0, draw: 'own', actor: by.actor, feature: '' });
    note(world, tenant, { action: 'recount', by, before: { meter, used: before }, after: { meter, used: after } });
  }
  return { before, after };
}

/** What the tenant uses on each step: of its own balance all, of a pool what was drawn for it. */
function usedByStep(world: World, tenant: string, meter: string) {
  return pathOf(world, tenant, meter).map((step, place) => {
    const drawn = world.state.entries.filter(({ balance, origin }) => balance === step.balance && origin === tenant);
    const used = place === 0 ? runningPeriodOf(step.balance).used : drawn.reduce((sum, { amount }) => sum + amount, 0);
    return { ...step, used: Math.max(used, 0) };
  });
}

export function checkLevel(world: World, meter: string): void {
  if (meterOf(world, meter).kind === 'level') return;
  throw new InvalidRequestError(`meters.${meter}`, 'it is not a level', 'Refund the charge of an allowance instead.');
}
