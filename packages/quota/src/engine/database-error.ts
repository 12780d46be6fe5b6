import { BrokenCircuitError, TaskCancelledError } from 'cockatiel';
import { isConnectionLost } from '../database/connection-lost.ts';

/**
 * What a failure of the database means for the statement that met it.
 * `lost`: it may or may not have been committed; ask again under the same id. `blocked`: a lock was not got in time.
 * `data`: one of the values is the fault. `bug`: ours.
 */
export type FailureKind = 'lost' | 'blocked' | 'data' | 'bug';

/** Serialisation, deadlock, read-only (a fail-over), cancelled: the same statement may be sent again. Class 53 are resources. */
const againCodes = new Set(['40001', '40P01', '25006', '57014']);

export function failureKind(cause: unknown): FailureKind {
  const { code, constraint_name } = Object(cause) as { code?: unknown; constraint_name?: unknown };
  if (isConnectionLost(cause) || cause instanceof TaskCancelledError || cause instanceof BrokenCircuitError) {
    return 'lost';
  }
  if (typeof code !== 'string') return 'bug';
  if (againCodes.has(code) || code.startsWith('53')) return 'lost';
  // Another try of the same batch committed first: asking again reads its answer.
  if (code === '23505' && constraint_name === 'batch_pkey') return 'lost';
  if (code === '55P03') return 'blocked';
  return code.startsWith('22') || code.startsWith('23') ? 'data' : 'bug';
}
