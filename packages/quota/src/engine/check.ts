import type { Catalog } from '../catalog/define-catalog.ts';
import { decideRequest, type Prepared, refusalFor } from './decide-request.ts';
import { isoOf, metersAfter } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { prepare } from './prepare.ts';
import { checkRequest } from './request.ts';
import { orUnavailable } from './told.ts';
import type { Check, ConsumeRequest } from './verbs.ts';

/**
 * The answer that `consume` would give now, without effect: nothing is taken, no window opens, no key is looked up, no
 * refusal is put on record.
 * @throws InvalidRequestError: the request is wrong.
 */
export async function check<C extends Catalog>(
  context: EngineContext<C>,
  request: ConsumeRequest<C>,
): Promise<Check<C>> {
  const lines = checkRequest(context.catalog, request);
  const prepared = await prepare(context, 'check', request, lines);
  if (prepared.lines.length > 0) return orUnavailable(prepared, decideAndTell(context, prepared));
  return { outcome: 'granted', tenant: request.tenant, at: context.testNow() ?? new Date().toISOString(), meters: {} };
}

async function decideAndTell<C extends Catalog>(context: EngineContext<C>, prepared: Prepared): Promise<Check<C>> {
  const answer = await decideRequest(context, prepared);
  if (answer.outcome === 'refused') return { outcome: 'refused', refusal: await refusalFor(context, prepared, answer) };
  const { tenant, lines } = prepared;
  return { outcome: 'granted', tenant, at: isoOf(answer.atMs), meters: metersAfter<C>(lines, answer) };
}
