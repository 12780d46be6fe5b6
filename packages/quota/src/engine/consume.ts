import { uuidv7 } from 'uuidv7';
import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import { type CallerTransaction, tagOf } from './caller-transaction.ts';
import { failureKind } from './database-error.ts';
import { type DecisionAnswer, type DecisionRequest, decideInTransaction } from './decide.ts';
import { chargeOf, type Decision, refusalOf } from './decision.ts';
import type { DecisionQueue } from './decision-queue.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError, KeyReusedError, QuotaUnavailableError } from './quota-error.ts';
import { type ConsumeRequest, checkRequest, hashesOf } from './request.ts';
import { readTenant } from './tenants.ts';
import { withRetry } from './with-retry.ts';

export type ConsumeOptions = {
  /**
   * The application's own transaction, at READ COMMITTED: the charge commits or rolls back with it. For levels: the
   * project row and its count stand or fall together. One line only; others wait for the balance until it ends.
   */
  tx?: CallerTransaction;
};

/** How often a balance may be found stale before giving up: contracts that change faster than that don't exist. */
const mostOpenings = 8;
const openingsMs = [0, 0, 5, 20, 50, 100, 200, 400] as const;

/**
 * Decides one request: granted and charged, replayed, or refused.
 * @throws InvalidRequestError, KeyReusedError: the request is wrong, nothing changed.
 */
export async function consume<C extends Catalog>(
  context: EngineContext<C>,
  queue: DecisionQueue,
  request: ConsumeRequest<C>,
  options: ConsumeOptions = {},
): Promise<Decision<C>> {
  const lines = checkRequest(context.catalog, request);
  if (options.tx && lines.length > 1) {
    throw new InvalidRequestError('meters', 'a transaction charges one meter', 'Name one, or leave { tx } out.');
  }
  const decideOnce = options.tx ? inTransaction(context, options.tx) : inQueue(queue, request.tenant);
  try {
    const answer = await decideOpened(context, request, lines, decideOnce);
    if (answer.outcome === 'refused' && options.tx) await recordRefusal(context, request, lines, answer);
    return await decisionOf(context, request, lines, answer);
  } catch (cause) {
    if (!(cause instanceof QuotaUnavailableError)) throw cause;
    const [meter, asked] = lines[0] as [MeterName<C>, number];
    const { retryAfterMs } = cause;
    return {
      outcome: 'refused',
      refusal: { reason: 'unavailable', tenant: request.tenant, meter, asked, retryAfterMs },
    };
  }
}

type DecideOnce = (request: DecisionRequest) => Promise<DecisionAnswer>;

/** Asks until no balance is stale, opening those that may be in between. */
async function decideOpened(
  context: EngineContext,
  request: ConsumeRequest,
  lines: [string, number][],
  decideOnce: DecideOnce,
): Promise<DecisionAnswer> {
  const { tenant, actor = '', feature = request.scope ?? '' } = request;
  const names = lines.map(([meter]) => ({ tenant, meter }));
  const hashes = hashesOf(request, lines);
  const charge = uuidv7();
  for (let opening = 0; opening < mostOpenings; opening++) {
    const ids = names.map((name) => context.balances.idOf(name));
    if (!ids.includes(undefined)) {
      const known = lines.map(([, amount], index) => ({ balance: ids[index] as number, amount }));
      const answer = await decideOnce({ lines: known, charge, actor, feature, ...hashes });
      if (answer.outcome !== 'stale') return answer;
      for (const name of names) context.balances.forget(name);
    }
    await new Promise((resolve) => setTimeout(resolve, openingsMs[opening]));
    await context.openBalances(names).catch(unavailableUnlessBug);
  }
  throw new QuotaUnavailableError(1_000);
}

/** The database is away, or somebody holds the balance: with `{ tx }`, maybe the caller's own transaction, since before it became stale. */
function unavailableUnlessBug(cause: unknown): never {
  switch (failureKind(cause)) {
    case 'blocked':
      throw new QuotaUnavailableError(1_000, cause);
    case 'lost':
      throw new QuotaUnavailableError(5_000, cause);
    default:
      throw cause;
  }
}

const inQueue =
  (queue: DecisionQueue, tenant: string): DecideOnce =>
  (request) =>
    queue.decide(request, laneOf(tenant));

/** A tenant's balances stay in one lane: a request over several of them meets no other lane's locks. */
function laneOf(tenant: string): number {
  let hash = 0;
  for (let i = 0; i < tenant.length; i++) hash = (hash * 31 + tenant.charCodeAt(i)) | 0;
  return hash >>> 0;
}

function inTransaction(context: EngineContext, tx: CallerTransaction): DecideOnce {
  return async (request) => {
    const options = { now: context.testNow(), catalogVersion: await context.catalogVersion() };
    const { answers } = await decideInTransaction(tagOf(tx), request, options);
    return answers[0] as DecisionAnswer;
  };
}

/** On the engine's own connection, so that the caller's rollback doesn't take the record along. */
async function recordRefusal(
  context: EngineContext,
  request: ConsumeRequest,
  lines: [string, number][],
  answer: DecisionAnswer,
) {
  const breached = lines.flatMap(([meter, asked], index) => {
    const line = answer.lines[index];
    const id = context.balances.idOf({ tenant: request.tenant, meter });
    return line?.breached && id !== undefined
      ? [{ id, asked, ceiling: line.ceiling ?? Number.MAX_SAFE_INTEGER, used: line.used }]
      : [];
  });
  await context.database.sql`
    select quota.record_refusals_1(${context.testNow()}, ${breached.map(({ id }) => id)},
      ${breached.map(() => request.actor ?? '')}, ${breached.map(({ asked }) => asked)},
      ${breached.map(({ ceiling }) => ceiling)}, ${breached.map(({ used }) => used)})`;
}

async function decisionOf<C extends Catalog>(
  context: EngineContext<C>,
  request: ConsumeRequest<C>,
  lines: [string, number][],
  answer: DecisionAnswer,
): Promise<Decision<C>> {
  const { tenant } = request;
  switch (answer.outcome) {
    case 'granted':
      context.changes.announce(tenant);
      return { outcome: 'granted', ...chargeOf<C>(tenant, lines, answer) };
    case 'replayed':
      return { outcome: 'replayed', ...chargeOf<C>(tenant, lines, answer) };
    case 'key_reused':
      throw new KeyReusedError(answer.charge);
    case 'refused': {
      const revision = Math.max(...answer.lines.map((line) => line.revision));
      const known =
        context.balances.tenant(tenant, revision) ??
        (await withRetry(() => readTenant(context.database, tenant, context.catalog.defaultPlan)).catch(
          unavailableUnlessBug,
        ));
      return { outcome: 'refused', refusal: refusalOf(context.catalog, known, lines, answer) };
    }
    case 'stale':
      throw new Error('A stale answer is opened before it is told.');
    default:
      return answer.outcome satisfies never;
  }
}
