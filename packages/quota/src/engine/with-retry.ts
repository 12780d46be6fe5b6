import { ExponentialBackoff, handleWhen, retry, TaskCancelledError, TimeoutStrategy, timeout, wrap } from 'cockatiel';
import { failureKind } from './database-error.ts';

/** A connection that died without a word answers nothing: after this long the statement counts as lost. */
const answerWithinMs = 10_000;

const isLost = (cause: unknown) => cause instanceof TaskCancelledError || failureKind(cause) === 'lost';

const policy = wrap(
  retry(handleWhen(isLost), { maxAttempts: 9, backoff: new ExponentialBackoff({ initialDelay: 20, maxDelay: 1_500 }) }),
  timeout(answerWithinMs, TimeoutStrategy.Aggressive),
);

/**
 * Sends a statement again where its answer was lost. Only for statements that may be repeated: they carry an id by which
 * the database knows them, or read.
 */
export const withRetry = <T>(send: () => PromiseLike<T>): Promise<T> => policy.execute(async () => send());
