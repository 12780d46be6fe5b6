import type { Catalog } from '../catalog/define-catalog.ts';
import { consumeOrAdmit, isAdmittable } from './consume-or-admit.ts';
import type { DecisionAnswer } from './decide.ts';
import { decideRequest, nameOf, type Prepared } from './decide-request.ts';
import type { Line } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { prepare } from './prepare.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkRequest } from './request.ts';
import { countMissed, orUnavailable, told } from './told.ts';
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
  const prepared = await prepare(context, 'consume', request, lines);
  if (prepared.lines.length === 0) return { outcome: 'granted', ...uncounted<C>(context, prepared, lines) };
  const decision =
    !options.tx && isAdmittable(context.catalog, prepared.lines)
      ? await consumeOrAdmit(context, prepared, (keyed) => orUnavailable(keyed, decideAndTell(context, keyed)))
      : await orUnavailable<C, Decision<C>>(prepared, decideAndTell(context, prepared, options));
  return countMissed(context, prepared, decision);
}

async function decideAndTell<C extends Catalog>(
  context: EngineContext<C>,
  prepared: Prepared,
  { tx }: ConsumeOptions = {},
): Promise<Decision<C>> {
  const answer = await decideRequest(context, prepared, tx);
  if (answer.outcome === 'refused' && tx) await recordRefusal(context, prepared, answer);
  return told<C>(context, prepared, answer);
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
