import type { TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';

/**
 * Gives each mutation a key of its own, before any link that may send it again, so that a retry after a lost answer is
 * never charged twice. A key that the caller set in the operation's context is kept.
 */
export function idempotencyLink<R extends AnyTRPCRouter>(): TRPCLink<R> {
  return () =>
    ({ op, next }) => {
      if (op.type !== 'mutation') return next(op);
      const idempotencyKey = op.context.idempotencyKey ?? crypto.randomUUID();
      return next({ ...op, context: { ...op.context, idempotencyKey } });
    };
}
