import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { DecisionAnswer } from './decide.ts';
import { decideRequest, type Prepared } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError, KeyReusedError } from './quota-error.ts';
import { checkRequest, checkTime, hashesOf } from './request.ts';
import type { Recorded, RecordRequest } from './verbs.ts';

/** Events older than this are refused: their months may have been retired from the ledger. */
const mostAgeMs = 400 * 86_400_000;
/** A sender's clock may run ahead of the database's by this much. */
const aheadMs = 60_000;
/** Events in flight at once: enough to keep batches full, few enough to leave room in the queue. */
const mostAtOnce = 4_096;

/**
 * Books usage that already happened: never refused, once by its event's id. Beyond the ceiling, or after its period closed,
 * it is booked all the same, marked late.
 * @throws InvalidRequestError for a wrong event, before anything is booked; KeyReusedError for an id that stands for another
 * event (those before it are booked). QuotaUnavailableError while the database is away: send all of them again.
 */
export async function record<C extends Catalog>(
  context: EngineContext<C>,
  requests: RecordRequest<C> | readonly RecordRequest<C>[],
): Promise<Recorded> {
  const all = Array.isArray(requests) ? (requests as readonly RecordRequest<C>[]) : [requests as RecordRequest<C>];
  const nowMs = Date.parse(context.testNow() ?? new Date().toISOString());
  const prepared = all.map((request) => prepare(context.catalog, request, nowMs));
  await context.modes.ready();
  const recorded = { booked: 0, known: 0, late: 0 };
  for (let i = 0; i < prepared.length; i += mostAtOnce) {
    const answers = await Promise.all(prepared.slice(i, i + mostAtOnce).map((one) => book(context, one)));
    for (const answer of answers) {
      if (answer?.outcome === 'granted') recorded.booked += 1;
      if (answer?.outcome === 'replayed') recorded.known += 1;
      if (answer?.lines.some(({ late }) => late)) recorded.late += 1;
    }
  }
  for (const tenant of new Set(all.map((request) => request.tenant))) context.changes.announce(tenant);
  return recorded;
}

function prepare(catalog: Catalog, request: RecordRequest, nowMs: number): Prepared {
  const { tenant, actor = '', feature = '', event } = request;
  const lines = checkRequest(catalog, request, { countedOnly: true });
  if (typeof event !== 'string') throw new InvalidRequestError('event', 'it has no id', 'Pass the event’s own id.');
  const happenedAt = checkTime('at', request.at ?? new Date(nowMs));
  const ageMs = nowMs - Date.parse(happenedAt);
  if (ageMs < -aheadMs)
    throw new InvalidRequestError('at', `${happenedAt} is in the future`, 'Record what has happened.');
  if (ageMs > mostAgeMs)
    throw new InvalidRequestError('at', `${happenedAt} is too long ago`, 'Record the last 400 days.');
  const hashes = hashesOf({ tenant, key: event, scope: '\u0001record' }, lines, 'record');
  return { kind: 'record', tenant, lines, charge: uuidv7(), actor, feature, happenedAt, ...hashes };
}

async function book(context: EngineContext, prepared: Prepared): Promise<DecisionAnswer | undefined> {
  const lines = prepared.lines.filter(([meter]) => context.modes.of(meter) !== 'off');
  if (lines.length === 0) return undefined;
  const answer = await decideRequest(context, { ...prepared, lines });
  if (answer.outcome === 'key_reused') throw new KeyReusedError(answer.charge);
  return answer;
}
