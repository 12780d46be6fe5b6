import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import { consumeOrAdmit, isAdmittable } from './consume-or-admit.ts';
import type { DecisionAnswer } from './decide.ts';
import { decideRequest, nameOf, type Prepared, refusalFor, unavailable } from './decide-request.ts';
import { beforeTaking, chargeOf, type Line } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError, KeyReusedError, QuotaUnavailableError } from './quota-error.ts';
import { checkRequest, hashesOf } from './request.ts';
import { withTaken } from './taken.ts';
import { uncountedId } from './uncounted.ts';
import type { Charge, ConsumeOptions, ConsumeRequest, Decision } from './verbs.ts';

/**
 * Decides one request: granted and charged, replayed, or refused.
 * @throws InvalidRequestError, KeyReusedError: the request is wrong, nothing changed.
 */
export async function consume<C extends Catalog>(
  context: EngineContext<C>,
  request: ConsumeRequest<C>,
  options: ConsumeOptions = {},
): Promise<Decision<C>> {
  const lines = checkRequest(context.catalog, request);
  if (options.tx && (lines.length > 1 || request.partial)) {
    throw new InvalidRequestError('meters', 'a transaction charges one meter, whole', 'Name one, or leave { tx } out.');
  }
  await context.modes.ready();
  const counted = lines.filter(([meter]) => context.modes.of(meter) !== 'off');
  const prepared: Prepared = {
    kind: 'consume',
    tenant: request.tenant,
    lines: counted,
    charge: uuidv7(),
    actor: request.actor ?? '',
    feature: request.feature ?? request.scope ?? '',
    isPartial: request.partial ?? false,
    ...hashesOf(request, lines, 'consume'),
  };
  if (counted.length === 0) return { outcome: 'granted', ...uncounted<C>(context, prepared, lines) };
  if (!options.tx && isAdmittable(context.catalog, counted)) {
    return consumeOrAdmit(context, prepared, (keyed) => decideAndTell(context, keyed));
  }
  return decideAndTell(context, prepared, options);
}

async function decideAndTell<C extends Catalog>(
  context: EngineContext<C>,
  prepared: Prepared,
  options: ConsumeOptions = {},
): Promise<Decision<C>> {
  try {
    const answer = await decideRequest(context, prepared, options.tx);
    if (answer.outcome === 'refused' && options.tx) await recordRefusal(context, prepared, answer);
    return await decisionOf(context, prepared, answer);
  } catch (cause) {
    if (!(cause instanceof QuotaUnavailableError)) throw cause;
    return { outcome: 'refused', refusal: unavailable(prepared, cause) };
  }
}

/** What a request is answered whose meters are all switched off: granted, and nothing is counted. */
function uncounted<C extends Catalog>(context: EngineContext, { tenant }: Prepared, lines: Line[]): Charge<C> {
  const at = context.testNow() ?? new Date().toISOString();
  const after = { taken: 0, used: 0, held: 0, remaining: null, line: null };
  return {
    charge: uncountedId,
    tenant,
    at,
    meters: Object.fromEntries(lines.map(([meter]) => [meter, after])) as Charge<C>['meters'],
  };
}

async function decisionOf<C extends Catalog>(
  context: EngineContext<C>,
  prepared: Prepared,
  answer: DecisionAnswer,
): Promise<Decision<C>> {
  const { tenant, lines } = prepared;
  switch (answer.outcome) {
    case 'granted': {
      context.changes.announce(tenant);
      const charge = chargeOf<C>(tenant, lines, answer.isAgain ? await withTaken(context, lines, answer) : answer);
      const isShadowed = answer.lines.some(({ breached }) => breached);
      return {
        outcome: 'granted',
        ...charge,
        ...(isShadowed && { shadow: await refusalFor(context, prepared, beforeTaking(answer)) }),
      };
    }
    case 'replayed':
      return { outcome: 'replayed', ...chargeOf<C>(tenant, lines, await withTaken(context, lines, answer)) };
    case 'key_reused':
      throw new KeyReusedError(answer.charge);
    case 'refused':
      return { outcome: 'refused', refusal: await refusalFor(context, prepared, answer) };
    case 'stale':
      throw new Error('A stale answer is opened before it is told.');
    default:
      return answer.outcome satisfies never;
  }
}

/** On the engine's own connection, so that the caller's rollback doesn't take the record along. */
async function recordRefusal(context: EngineContext, { tenant, actor, lines }: Prepared, answer: DecisionAnswer) {
  const breached = lines.flatMap(([meter, asked], index) => {
    const line = answer.lines[index];
    const id = context.balances.pathOf(nameOf(context.catalog, tenant, meter, actor))?.ids[0];
    return line?.breached && id !== undefined
      ? [{ id, asked, ceiling: line.ceiling ?? Number.MAX_SAFE_INTEGER, used: line.used }]
      : [];
  });
  await context.database.sql`
    select quota.record_refusals_2(${context.testNow()}, ${breached.map(({ id }) => id)}, ${breached.map(() => actor)},
      ${breached.map(({ asked }) => asked)}, ${breached.map(({ ceiling }) => ceiling)}, ${breached.map(({ used }) => used)})`;
}
