import type { Catalog } from '../catalog/define-catalog.ts';
import { checkRequest } from '../engine/request.ts';
import { uncountedId } from '../engine/uncounted.ts';
import type { Check, ConsumeRequest, Decision, HoldDecision, HoldRequest } from '../engine/verbs.ts';
import { type Answer, type Asked, metersAfter, take } from './take.ts';
import { checkForMs } from './test-holds.ts';
import { isoOf, type World, type WorldHold } from './world.ts';

const defaultForMs = 300_000;
/** How a meter that is off stands after a request for such meters alone. */
const uncounted = { taken: 0, used: 0, held: 0, remaining: null, line: null };

export function consume(world: World, request: ConsumeRequest): Decision {
  const answer = take(world, askedOf(world, 'consume', request));
  if (answer.outcome === 'refused') return answer;
  const words = { ...wordsOf(world, answer, request.actor), charge: idOf(answer) };
  if (answer.lines.length > 0) return words;
  return { ...words, meters: Object.fromEntries(Object.keys(request.meters).map((meter) => [meter, uncounted])) };
}

export function check(world: World, request: ConsumeRequest): Check {
  const answer = take(world, askedOf(world, 'check', request));
  if (answer.outcome === 'refused') return answer;
  const { tenant, at, meters } = wordsOf(world, answer, request.actor);
  return { outcome: 'granted', tenant, at, meters };
}

export function hold(world: World, request: HoldRequest): HoldDecision {
  const forMs = checkForMs(request.forMs ?? defaultForMs);
  const asked = askedOf(world, 'hold', request, { countedOnly: true });
  const answer = take(world, { ...asked, forMs });
  if (answer.outcome === 'refused') return answer;
  const { expiresMs } = world.state.holds.get(answer.charge.id) as WorldHold;
  return { ...wordsOf(world, answer, request.actor), hold: idOf(answer), expiresAt: isoOf(expiresMs) };
}

function askedOf(
  world: World,
  verb: Asked['verb'],
  request: ConsumeRequest | HoldRequest,
  options?: { countedOnly: boolean },
): Asked {
  const lines = checkRequest(world.catalog, request as ConsumeRequest<Catalog>, options);
  const { tenant, actor, feature, key, scope } = request;
  return { verb, tenant, lines, actor, feature, key, scope, isPartial: 'partial' in request && request.partial };
}

const idOf = ({ charge, lines }: Exclude<Answer, { outcome: 'refused' }>) =>
  lines.length === 0 ? uncountedId : charge.id;

function wordsOf(world: World, answer: Exclude<Answer, { outcome: 'refused' }>, actor?: string) {
  const { charge, lines } = answer;
  const meters = metersAfter(world, charge, lines, actor);
  const words = { tenant: charge.tenant, at: isoOf(world.state.nowMs), meters };
  if (answer.outcome === 'replayed') return { outcome: answer.outcome, ...words };
  return { outcome: answer.outcome, ...words, ...(answer.shadow && { shadow: answer.shadow }) };
}
