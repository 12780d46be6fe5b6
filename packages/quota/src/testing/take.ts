import type { QuotaRefusal } from '../usage/refusal.ts';
import { book, count } from './booking.ts';
import { noteRefusals } from './noted-refusals.ts';
import { grantableOf, type Part, partsOf, pathOf, remainingOf, roomOf, type Step } from './pool-path.ts';
import { owe, owedUnits } from './rate-debt.ts';
import { keyOf, requestOf, standingCharge } from './test-keys.ts';
import { refusalOf } from './test-refusal.ts';
import { type HoldPart, runningPeriodOf, type World, type WorldCharge } from './world.ts';
import { openWindow } from './world-balances.ts';
import { meterOf, modeOf } from './world-contract.ts';

export type Lines = [meter: string, amount: number][];

/** A request as each verb that takes makes it. */
export type Asked = {
  /** `check` changes nothing but what any first request does: it makes the balances. */
  verb: 'consume' | 'hold' | 'check';
  tenant: string;
  lines: Lines;
  actor?: string | undefined;
  feature?: string | undefined;
  key?: string | undefined;
  scope?: string | undefined;
  isPartial?: boolean | undefined;
  forMs?: number;
};

export type Answer =
  | { outcome: 'granted'; charge: WorldCharge; lines: Lines; shadow?: QuotaRefusal }
  | { outcome: 'replayed'; charge: WorldCharge; lines: Lines }
  | { outcome: 'refused'; refusal: QuotaRefusal };

type Planned = { meter: string; asked: number; amount: number; path: Step[]; parts: Part[]; isBreached: boolean };

/** Grants all lines or none. @throws KeyReusedError */
export function take(world: World, asked: Asked): Answer {
  const { verb, tenant } = asked;
  // A meter that is off is granted, and nothing is counted.
  const lines = asked.lines.filter(([meter]) => modeOf(world, meter) !== 'off');
  const planned = lines.map((line) => plan(world, asked, line));
  const key = verb === 'check' ? null : keyOf(asked);
  const request = requestOf(verb, asked.lines, asked.isPartial);
  const balances = planned.flatMap(({ path }) => path.map(({ balance }) => balance));
  const standing = standingCharge(world, { key, request }, balances);
  if (standing) return { outcome: 'replayed', charge: standing, lines };

  const breached = planned.filter(({ isBreached }) => isBreached);
  if (verb !== 'check') noteRefusals(world, breached, asked.actor ?? '');
  const enforced = breached.filter(({ meter }) => modeOf(world, meter) === 'enforce');
  if (enforced.length > 0) return { outcome: 'refused', refusal: refusalOf(world, tenant, enforced) };
  const shadow = breached.length > 0 && { shadow: refusalOf(world, tenant, breached) };

  const id = world.newId();
  const taken = Object.fromEntries(planned.map(({ meter, amount }) => [meter, amount]));
  const charge: WorldCharge = { id, verb, tenant, key, request, atMs: world.state.nowMs, taken };
  if (verb === 'check') return { outcome: 'granted', charge, lines };
  world.state.charges.set(id, charge);
  world.changed.add(tenant);
  const parts = planned.flatMap((line) => takeParts(world, asked, line, id));
  if (verb === 'hold') {
    const expiresMs = world.state.nowMs + (asked.forMs ?? 0);
    const { actor = '', feature = '' } = asked;
    const open = { expiresMs, endedMs: null, ending: null, isHeld: true };
    world.state.holds.set(id, { id, tenant, actor, feature, madeMs: world.state.nowMs, ...open, parts });
  }
  return { outcome: 'granted', charge, lines, ...shadow };
}

function plan(world: World, { tenant, actor, isPartial }: Asked, [meter, asked]: Lines[number]): Planned {
  const path = pathOf(world, tenant, meter, actor);
  const amount = isPartial ? Math.min(asked, Math.max(grantableOf(world, path), 1)) : asked;
  const parts = partsOf(world, path, amount);
  const isBreached = parts.some((part) => part.amount > roomOf(world, part.balance));
  return { meter, asked, amount, path, parts, isBreached };
}

/** Counts the parts of a line: used, or held where they are set aside. */
function takeParts(world: World, asked: Asked, { meter, amount, path, parts }: Planned, charge: string) {
  const { verb, tenant: origin, actor = '', feature = '' } = asked;
  if (meterOf(world, meter).kind === 'rate') {
    owe(world, (path as [Step])[0].balance, amount);
    return [];
  }
  const held: HoldPart[] = [];
  for (const { balance, draw, place, amount: part } of parts) {
    // The tenant's own balance has the charge on record also where its pool gives all.
    if (part === 0 && place > 0) continue;
    openWindow(world, balance, world.state.nowMs);
    const period = runningPeriodOf(balance);
    if (verb === 'consume') {
      book(world, { balance, period, kind: 'consume', amount: part, charge, origin, place, draw, actor, feature });
    } else {
      count(world, balance, period, 0, part);
      held.push({ meter, place, draw, balance, period, amount: part, settled: 0, isHeld: true });
    }
  }
  return held;
}

/** How the meters that were asked for stand now, with what the charge took of each. */
export function metersAfter(world: World, { tenant, taken }: WorldCharge, lines: Lines, actor?: string) {
  const meters = lines.map(([meter]) => {
    const path = pathOf(world, tenant, meter, actor);
    const { balance } = (path as [Step])[0];
    const { used, held } = runningPeriodOf(balance);
    const isRate = meterOf(world, meter).kind === 'rate';
    const now = { used: isRate ? owedUnits(world, balance) : used, held, line: balance.line };
    return [meter, { taken: taken[meter] ?? 0, ...now, remaining: remainingOf(world, path) }];
  });
  return Object.fromEntries(meters);
}
