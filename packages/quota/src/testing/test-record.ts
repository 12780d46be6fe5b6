import type { Catalog } from '../catalog/define-catalog.ts';
import { InvalidRequestError } from '../engine/quota-error.ts';
import { checkName, checkRequest, checkTime } from '../engine/request.ts';
import type { Recorded, RecordRequest } from '../engine/verbs.ts';
import { book } from './booking.ts';
import { partsOf, pathOf } from './pool-path.ts';
import type { Lines } from './take.ts';
import { keyOf, requestOf, standingCharge } from './test-keys.ts';
import { dayMs, runningPeriodOf, type World, type WorldBalance, type WorldPeriod } from './world.ts';
import { openWindow } from './world-balances.ts';
import { modeOf } from './world-contract.ts';

const mostAgeMs = 400 * dayMs;

type Event = { tenant: string; lines: Lines; atMs: number; event: string; actor: string; feature: string };

/** Books usage that already happened, once by its event's id. @throws InvalidRequestError, KeyReusedError */
export function record(world: World, requests: readonly RecordRequest[]): Recorded {
  const events = requests.map((request) => eventOf(world, request));
  const recorded: Recorded = { booked: 0, known: 0, late: 0 };
  for (const event of events) {
    const answer = bookEvent(world, event);
    if (answer === 'known') recorded.known += 1;
    else if (answer !== 'off') recorded.booked += 1;
    if (answer === 'late') recorded.late += 1;
  }
  return recorded;
}

function eventOf(world: World, request: RecordRequest): Event {
  const { tenant, event, actor = '', feature = '' } = request;
  const lines = checkRequest(world.catalog, request as RecordRequest<Catalog>, { countedOnly: true });
  checkName('event', event);
  const { nowMs } = world.state;
  const atMs = Date.parse(checkTime('at', request.at ?? new Date(nowMs)));
  if (atMs > nowMs) throw new InvalidRequestError('at', 'it is in the future', 'Record what has happened.');
  if (nowMs - atMs > mostAgeMs) throw new InvalidRequestError('at', 'it is too long ago', 'Record the last 400 days.');
  return { tenant, lines, atMs, event, actor, feature };
}

function bookEvent(world: World, { tenant, lines, atMs, event, ...by }: Event): 'booked' | 'late' | 'known' | 'off' {
  const counted = lines.filter(([meter]) => modeOf(world, meter) !== 'off');
  if (counted.length === 0) return 'off';
  const paths = counted.map(([meter, amount]) => ({ path: pathOf(world, tenant, meter), amount }));
  const balances = paths.flatMap(({ path }) => path.map(({ balance }) => balance));
  const asked = { key: keyOf({ tenant, scope: '\u0001record', key: event }), request: requestOf('record', lines) };
  if (standingCharge(world, asked, balances)) return 'known';
  const id = world.newId();
  const taken = Object.fromEntries(counted);
  world.state.charges.set(id, { id, verb: 'record', tenant, ...asked, atMs: world.state.nowMs, taken });
  let isLate = false;
  for (const { path, amount } of paths) {
    for (const { balance, draw, place, amount: part } of partsOf(world, path, amount)) {
      if (part === 0 && place > 0) continue;
      const { period, isClosed } = periodAt(world, balance, atMs);
      const entry = { balance, period, kind: 'record', amount: part, charge: id, origin: tenant } as const;
      if (book(world, { ...entry, ...by, atMs, place, draw, isLate: isClosed })) isLate = true;
    }
  }
  return isLate ? 'late' : 'booked';
}

/** The period that the event belongs to where it runs or is open for late events, else the running one. */
function periodAt(world: World, balance: WorldBalance, atMs: number): { period: WorldPeriod; isClosed: boolean } {
  const { nowMs } = world.state;
  const holds = ({ startMs, endMs }: WorldPeriod) => startMs <= atMs && atMs < endMs;
  const ended = balance.periods.slice(0, -1).findLast(holds);
  if (ended && nowMs < ended.endMs + dayMs) return { period: ended, isClosed: false };
  openWindow(world, balance, atMs);
  const period = runningPeriodOf(balance);
  return { period, isClosed: atMs < period.startMs };
}
