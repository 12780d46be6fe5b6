import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import { decideRequest, type Prepared, refusalFor, unavailable } from './decide-request.ts';
import { isoOf, metersAfter } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { QuotaUnavailableError } from './quota-error.ts';
import { checkRequest } from './request.ts';
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
  await context.modes.ready();
  const { tenant, actor = '' } = request;
  const counted = lines.filter(([meter]) => context.modes.of(meter) !== 'off');
  const prepared: Prepared = {
    kind: 'check',
    tenant,
    lines: counted,
    charge: uuidv7(),
    key: null,
    requestHash: null,
    actor,
    feature: '',
    isPartial: request.partial ?? false,
  };
  if (counted.length === 0) {
    return { outcome: 'granted', tenant, at: context.testNow() ?? new Date().toISOString(), meters: {} };
  }
  try {
    const answer = await decideRequest(context, prepared);
    if (answer.outcome === 'refused')
      return { outcome: 'refused', refusal: await refusalFor(context, prepared, answer) };
    return { outcome: 'granted', tenant, at: isoOf(answer.atMs), meters: metersAfter<C>(counted, answer) };
  } catch (cause) {
    if (!(cause instanceof QuotaUnavailableError)) throw cause;
    return { outcome: 'refused', refusal: unavailable(prepared, cause) };
  }
}
