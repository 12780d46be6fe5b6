import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { DecisionAnswer } from './decide.ts';
import { decideRequest, type Prepared, refusalFor, unavailable } from './decide-request.ts';
import { beforeTaking, isoOf, metersAfter } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError, KeyReusedError, QuotaUnavailableError } from './quota-error.ts';
import { checkRequest, hashesOf } from './request.ts';
import { withTaken } from './taken.ts';
import { uncountedId } from './uncounted.ts';
import type { Hold, HoldDecision, HoldRequest } from './verbs.ts';
import { withRetry } from './with-retry.ts';

const defaultForMs = 300_000;
const forMsRange = z.int().min(1_000).max(2_592_000_000);

/**
 * Sets amounts aside before the work. They count as held, and no other call can take them, until the hold is settled,
 * released, or expires by time.
 * @throws InvalidRequestError, KeyReusedError: the request is wrong, nothing changed.
 */
export async function hold<C extends Catalog>(
  context: EngineContext<C>,
  request: HoldRequest<C>,
): Promise<HoldDecision<C>> {
  const lines = checkRequest(context.catalog, request, { countedOnly: true });
  const forMs = checkForMs(request.forMs ?? defaultForMs);
  await context.modes.ready();
  const prepared: Prepared = {
    kind: 'hold',
    tenant: request.tenant,
    lines: lines.filter(([meter]) => context.modes.of(meter) !== 'off'),
    charge: uuidv7(),
    actor: request.actor ?? '',
    feature: request.feature ?? request.scope ?? '',
    holdMs: forMs,
    ...hashesOf(request, lines, 'hold'),
  };
  if (prepared.lines.length === 0) return { outcome: 'granted', ...uncounted<C>(context, prepared, forMs) };
  try {
    const answer = await decideRequest(context, prepared);
    return await decisionOf(context, prepared, answer);
  } catch (cause) {
    if (!(cause instanceof QuotaUnavailableError)) throw cause;
    return { outcome: 'refused', refusal: unavailable(prepared, cause) };
  }
}

/** @throws InvalidRequestError unless it is from a second to 30 days. */
export function checkForMs(forMs: number): number {
  if (forMsRange.safeParse(forMs).success) return forMs;
  throw new InvalidRequestError('forMs', `${forMs} is not a hold's time`, 'Pass milliseconds from 1000 to 2592000000.');
}

function uncounted<C extends Catalog>(context: EngineContext, { tenant }: Prepared, forMs: number): Hold<C> {
  const at = context.testNow() ?? new Date().toISOString();
  return { hold: uncountedId, tenant, at, expiresAt: isoOf(Date.parse(at) + forMs), meters: {} };
}

async function decisionOf<C extends Catalog>(
  context: EngineContext<C>,
  prepared: Prepared,
  answer: DecisionAnswer,
): Promise<HoldDecision<C>> {
  const { tenant, lines, holdMs = defaultForMs } = prepared;
  const at = isoOf(answer.atMs);
  switch (answer.outcome) {
    case 'granted': {
      context.changes.announce(tenant);
      const told = answer.isAgain ? await withTaken(context, lines, answer) : answer;
      const expiresAt = answer.isAgain ? await expiryOf(context, answer.charge) : isoOf(answer.atMs + holdMs);
      const isShadowed = answer.lines.some(({ breached }) => breached);
      return {
        outcome: 'granted',
        hold: answer.charge,
        tenant,
        at,
        expiresAt,
        meters: metersAfter<C>(lines, told),
        ...(isShadowed && { shadow: await refusalFor(context, prepared, beforeTaking(answer, 'held')) }),
      };
    }
    case 'replayed': {
      const meters = metersAfter<C>(lines, await withTaken(context, lines, answer));
      const expiresAt = await expiryOf(context, answer.charge);
      return { outcome: 'replayed', hold: answer.charge, tenant, at, expiresAt, meters };
    }
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

async function expiryOf({ database: { sql } }: EngineContext, hold: string): Promise<string> {
  const [row] = await withRetry(
    () =>
      sql<
        { ms: number }[]
      >`select (extract(epoch from expires_at) * 1000)::float8 as ms from quota.hold where id = ${hold}`,
  );
  return isoOf(row?.ms ?? 0);
}
