import {
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { type FailureKind, failureKind } from './database-error.ts';

/** A connection that died without a word answers nothing: after this long the statement counts as lost. */
const answerWithinMs = 10_000;

/** All tries together: whoever waits longer has given up. A proxy without a database behind it may never refuse. */
const giveUpAfterMs = 15_000;

const policyFor = (kinds: FailureKind[]) =>
  wrap(
    timeout(giveUpAfterMs, TimeoutStrategy.Aggressive),
    retry(
      handleWhen((cause) => kinds.includes(failureKind(cause))),
      { maxAttempts: 9, backoff: new ExponentialBackoff({ initialDelay: 20, maxDelay: 1_500 }) },
    ),
    timeout(answerWithinMs, TimeoutStrategy.Aggressive),
  );
const whenLost = policyFor(['lost']);
const whenLostOrBlocked = policyFor(['lost', 'blocked']);

/**
 * Sends a statement again where its answer was lost. Only for statements that may be repeated: they carry an id by which
 * the database knows them, or read.
 */
export const withRetry = <T>(send: () => PromiseLike<T>): Promise<T> => whenLost.execute(async () => send());

/** The same, and again where somebody else held a lock: for verbs that wait rather than let their caller down. */
export const withPatience = <T>(send: () => PromiseLike<T>): Promise<T> =>
  whenLostOrBlocked.execute(async () => send());

/** Once the database was given up, calls are answered at once; after this long one of them tries again. */
const tryAgainAfterMs = 500;

/**
 * A breaker of one engine: while it is open, nothing is sent and nobody waits. It opens when a call waited in vain as long
 * as a restart may take, and closes with the first one that is answered.
 */
export const newBreaker = () =>
  circuitBreaker(
    handleWhen((cause) => failureKind(cause) === 'lost'),
    { halfOpenAfter: tryAgainAfterMs, breaker: new ConsecutiveBreaker(1) },
  );
