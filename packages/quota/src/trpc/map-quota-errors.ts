import { TRPCError, type TRPCMiddlewareFunction } from '@trpc/server';
import { quotaError } from './quota-error-data.ts';
import type { Result } from './trpc-types.ts';
import { isStream, watchStream } from './watch-stream.ts';

/**
 * Tells errors of the engine's verbs that a handler let through as what they are: a wrong request, or the database away.
 * Otherwise tRPC would answer INTERNAL_SERVER_ERROR for a freeing or a settling that may be tried again. Protected
 * procedures, `usage` and `plans` have it built in; others `.use(quotaErrors)`.
 */
// biome-ignore lint/suspicious/noExplicitAny: for builders of any application; it adds nothing to their contexts.
export const quotaErrors: TRPCMiddlewareFunction<any, any, any, object, any> = async ({ next }) => mapped(await next());

export function mapped<R extends Result>(result: R): R {
  if (result.ok) {
    const broke = (cause: unknown) => Promise.reject(quotaError(cause));
    return isStream(result.data) ? { ...result, data: watchStream(result.data, { broke }) } : result;
  }
  const { error } = result;
  // An application that chose a code of its own keeps it.
  const isUncaught = error instanceof TRPCError && error.code === 'INTERNAL_SERVER_ERROR';
  const known = isUncaught ? quotaError(error.cause) : undefined;
  return known instanceof TRPCError ? { ...result, error: known } : result;
}
