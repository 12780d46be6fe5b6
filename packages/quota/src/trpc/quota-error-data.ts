import type { TRPCDefaultErrorShape } from '@trpc/server';
import { TRPCError } from '@trpc/server';
import type { Catalog } from '../catalog/define-catalog.ts';
import { InvalidRequestError, KeyReusedError } from '../engine/quota-error.ts';
import type { Decision } from '../engine/verbs.ts';
import type { QuotaRefusal } from '../usage/refusal.ts';

/** What `error.data.quota` holds. Plain JSON; only a refusal has a `reason`, and the reason says which fields it has. */
export type QuotaErrorData<C extends Catalog = Catalog> =
  | ({ outcome: 'refused' } & QuotaRefusal<C>)
  /** The key stands for an earlier charge; the handler did not run again. */
  | { outcome: 'replayed'; reason?: undefined; charge: string }
  | { outcome: 'invalid'; reason?: undefined; field: string; remedy: string };

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

/** The error for a decision that is no grant. */
export function decisionError<C extends Catalog>(decision: Exclude<Decision<C>, { outcome: 'granted' }>): TRPCError {
  if (decision.outcome === 'replayed') {
    const message = 'This key was charged before: the call is not made again.';
    return errorOf('CONFLICT', message, { outcome: 'replayed', charge: decision.charge });
  }
  const { refusal } = decision;
  const data = { outcome: 'refused', ...refusal } as unknown as QuotaErrorData;
  return errorOf(codeOf[refusal.reason], `Refused: ${refusal.meter} ${refusal.reason}`, data);
}

/** The error for a request that was wrong; anything else is passed on as it is. */
export function requestError(cause: unknown): unknown {
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
