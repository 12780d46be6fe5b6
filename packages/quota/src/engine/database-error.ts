/**
 * What a failure of the database means for the statement that met it.
 * `lost`: it may or may not have been committed; ask again under the same id. `blocked`: a lock was not got in time.
 * `data`: one of the values is the fault. `bug`: ours.
 */
export type FailureKind = 'lost' | 'blocked' | 'data' | 'bug';

/** Failures after which the same statement may be sent again. Class 08, 53 and 57P are connections and resources. */
const lostCodes = new Set([
  '40001',
  '40P01',
  '25006',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
]);

export function failureKind(cause: unknown): FailureKind {
  const { code, constraint_name } = cause as { code?: unknown; constraint_name?: unknown };
  if (typeof code !== 'string') return 'bug';
  if (lostCodes.has(code) || /^(08|53|57P)/.test(code)) return 'lost';
  // Another try of the same batch committed first: asking again reads its answer.
  if (code === '23505' && constraint_name === 'batch_pkey') return 'lost';
  if (code === '55P03') return 'blocked';
  return code.startsWith('22') || code.startsWith('23') ? 'data' : 'bug';
}
