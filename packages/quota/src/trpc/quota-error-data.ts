import type { TRPCDefaultErrorShape } from '@trpc/server';
import { TRPCError } from '@trpc/server';
import type { Catalog } from '../catalog/define-catalog.ts';
import { InvalidRequestError, KeyReusedError, QuotaUnavailableError } from '../engine/quota-error.ts';
import type { Decision, HoldDecision } from '../engine/verbs.ts';
import type { QuotaRefusal } from '../usage/refusal.ts';

/** What `error.data.quota` holds. Plain JSON; only a refusal has a `reason`, and the reason says which fields it has. */
export type QuotaErrorData<C extends Catalog = Catalog> =
  | ({ outcome: 'refused' } & QuotaRefusal<C>)
  /** The key stands for an earlier charge; the handler did not run again. */
  | { outcome: 'replayed'; reason?: undefined; charge: string }
  | { outcome: 'invalid'; reason?: undefined; field: string; remedy: string }
  /** Something else than a decision could not be done, as a settling or a change of plan: nothing was changed. */
  | { outcome: 'unavailable'; reason: 'unavailable'; retryAfterMs: number };

const codeOf = {
  exhausted: 'TOO_MANY_REQUESTS',
  too_fast: 'TOO_MANY_REQUESTS',
  suspended: 'FORBIDDEN',
  not_in_plan: 'FORBIDDEN',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<QuotaRefusal['reason'], TRPCError['code']>;

/** The cause of an error that a protected call throws. */
export class QuotaDecisionError extends Error {
  override readonly name = 'QuotaDecisionError';
  readonly data: QuotaErrorData;

  constructor(data: QuotaErrorData) {
    super(data.outcome === 'refused' ? `${data.meter}: ${data.reason}` : data.outcome);
    this.data = data;
  }
}

/** A decision after which the call is not made. */
export type NotGranted<C extends Catalog> = Exclude<Decision<C> | HoldDecision<C>, { outcome: 'granted' }>;

/** The error for a decision that is no grant. */
export function decisionError<C extends Catalog>(decision: NotGranted<C>): TRPCError {
  if (decision.outcome === 'replayed') {
    const message = 'This key was charged before: the call is not made again.';
    const charge = 'hold' in decision ? decision.hold : decision.charge;
    return errorOf('CONFLICT', message, { outcome: 'replayed', charge });
  }
  const { refusal } = decision;
  const data = { outcome: 'refused', ...refusal } as unknown as QuotaErrorData;
  return errorOf(codeOf[refusal.reason], `Refused: ${refusal.meter} ${refusal.reason}`, data);
}

/** The error for what a verb of the engine threw: a wrong request, no database. Anything else is passed on as it is. */
export function quotaError(cause: unknown): unknown {
  if (cause instanceof QuotaUnavailableError) {
    const { message, retryAfterMs } = cause;
    return errorOf('SERVICE_UNAVAILABLE', message, { outcome: 'unavailable', reason: 'unavailable', retryAfterMs });
  }
  if (!(cause instanceof InvalidRequestError)) return cause;
  const { field, remedy, message } = cause;
  const code = cause instanceof KeyReusedError ? 'UNPROCESSABLE_CONTENT' : 'BAD_REQUEST';
  return errorOf(code, message, { outcome: 'invalid', field, remedy });
}

const errorOf = (code: TRPCError['code'], message: string, data: QuotaErrorData) =>
  new TRPCError({ code, message, cause: new QuotaDecisionError(data) });

/**
 * Adds `data.quota` to an error shape: `errorFormatter: ({ shape, error }) => withQuotaData(catalog, shape, error)`.
 * Composes with an application's own formatter; null on errors that are not ours.
 */
export function withQuotaData<C extends Catalog, S extends { data: object } = TRPCDefaultErrorShape>(
  _catalog: C,
  shape: S,
  error: TRPCError,
): Omit<S, 'data'> & { data: S['data'] & { quota: QuotaErrorData<C> | null } } {
  const quota = error.cause instanceof QuotaDecisionError ? (error.cause.data as unknown as QuotaErrorData<C>) : null;
  return { ...shape, data: { ...shape.data, quota } };
}
