import type { Catalog } from '../catalog/define-catalog.ts';
import type { DecisionAnswer } from './decide.ts';
import { type Prepared, refusalFor, unavailable } from './decide-request.ts';
import { beforeTaking, chargeOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { KeyReusedError, QuotaUnavailableError } from './quota-error.ts';
import { withTaken } from './taken.ts';
import type { Decision } from './verbs.ts';

type Refused<C extends Catalog> = Extract<Decision<C>, { outcome: 'refused' }>;

/** What a charge or a hold is told: what it took, that it was made before, or why it was refused. @throws KeyReusedError */
export async function told<C extends Catalog>(
  context: EngineContext<C>,
  prepared: Prepared,
  answer: DecisionAnswer,
): Promise<Decision<C>> {
  const { kind, tenant, lines } = prepared;
  switch (answer.outcome) {
    case 'granted': {
      context.changes.announce(tenant);
      const charge = chargeOf<C>(tenant, lines, answer.isAgain ? await withTaken(context, lines, answer) : answer);
      const isShadowed = answer.lines.some(({ breached }) => breached);
      if (!isShadowed) return { outcome: 'granted', ...charge };
      const before = beforeTaking(answer, kind === 'hold' ? 'held' : 'used');
      return { outcome: 'granted', ...charge, shadow: await refusalFor(context, prepared, before) };
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

/** What is decided, or `unavailable` where the database can't be asked. */
export async function orUnavailable<C extends Catalog, D>(
  prepared: Prepared,
  decided: Promise<D>,
): Promise<D | Refused<C>> {
  try {
    return await decided;
  } catch (cause) {
    if (!(cause instanceof QuotaUnavailableError)) throw cause;
    return { outcome: 'refused', refusal: unavailable(prepared, cause) };
  }
}

/** The answer as it is; a call that could not be decided, and was not admitted either, is counted. */
export function countMissed<D extends { outcome: string; refusal?: { reason: string } }>(
  { missed }: EngineContext,
  prepared: Prepared,
  decision: D,
): D {
  if (decision.outcome === 'refused' && decision.refusal?.reason === 'unavailable') missed.count(prepared);
  return decision;
}
