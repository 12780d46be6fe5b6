import { z } from 'zod';
import type { Catalog } from '../catalog/define-catalog.ts';
import { decideRequest, type Prepared } from './decide-request.ts';
import { isoOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { prepare } from './prepare.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkRequest } from './request.ts';
import { countMissed, orUnavailable, told } from './told.ts';
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
  const prepared = { ...(await prepare(context, 'hold', request, lines)), holdMs: forMs };
  if (prepared.lines.length === 0) return { outcome: 'granted', ...uncounted<C>(context, prepared, forMs) };
  const decision = await orUnavailable<C, HoldDecision<C>>(prepared, decideAndTell(context, prepared, forMs));
  return countMissed(context, prepared, decision);
}

async function decideAndTell<C extends Catalog>(
  context: EngineContext<C>,
  prepared: Prepared,
  forMs: number,
): Promise<HoldDecision<C>> {
  const answer = await decideRequest(context, prepared);
  const decision = await told<C>(context, prepared, answer);
  if (decision.outcome === 'refused') return decision;
  const { charge: hold, ...rest } = decision;
  const isNew = decision.outcome === 'granted' && !answer.isAgain;
  return { ...rest, hold, expiresAt: isNew ? isoOf(answer.atMs + forMs) : await expiryOf(context, hold) };
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

async function expiryOf({ database: { sql } }: EngineContext, hold: string): Promise<string> {
  const [row] = await withRetry(
    () =>
      sql<
        { ms: number }[]
      >`select (extract(epoch from expires_at) * 1000)::float8 as ms from quota.hold where id = ${hold}`,
  );
  return isoOf(row?.ms ?? 0);
}
