import { type Database, type ExecutorContext, toJson } from '../executor-context.ts';
import type { Opcode, RunError } from './answer.ts';
import type { Item } from './claim-items.ts';
import { stepName } from './memoise-step.ts';
import { retryItem } from './queue-items.ts';

/** One try of a run's item, with what its answer is applied to. */
export interface Try {
  readonly context: ExecutorContext;
  readonly item: Item;
  readonly maxAttempts: number;
  readonly startedAt: Date;
}

export function mayRetry(call: Try, answer: { mayRetry: boolean }): boolean {
  return answer.mayRetry && call.item.attempt + 1 < call.maxAttempts;
}

/** Gives the item back for its next try, or does `otherwise` where there is none left. */
export async function retryOr(
  tx: Database,
  call: Try,
  opcode: Opcode | null,
  error: RunError,
  answer: { mayRetry: boolean; retryAfterMs: number | null },
  otherwise: () => Promise<void>,
): Promise<void> {
  if (!mayRetry(call, answer)) {
    await recordAttempt(tx, call, opcode, error, null);
    return otherwise();
  }
  const delayMs = answer.retryAfterMs ?? call.context.retryDelaysMs(call.item.attempt);
  await recordAttempt(tx, call, opcode, error, delayMs);
  await retryItem(tx, call.item, delayMs);
}

/** Puts a try on record, with its error and the wait before the next one. */
export async function recordAttempt(
  tx: Database,
  { item, startedAt }: Try,
  opcode: Opcode | null,
  error: RunError | null,
  retryInMs: number | null,
): Promise<void> {
  const targeted = item.stepId === 'step' ? null : item.stepId;
  const name = opcode
    ? stepName(opcode)
    : tx`coalesce(
    (select name from executor.step where run_id = ${item.runId} and id = ${targeted}), 'function body')`;
  await tx`
    insert into executor.attempt (run_id, step_id, name, attempt, started_at, error, retry_at)
    values (${item.runId}, ${opcode?.id ?? targeted}, ${name}, ${item.attempt}, ${startedAt},
      ${error && toJson(error)}::text::json, clock_timestamp() + ${retryInMs}::float8 * interval '1 ms')`;
}
