import { ulid } from 'ulidx';
import type { ExecutorEvent } from '../events/event.ts';
import { storeEvent } from '../events/start-runs.ts';
import { type Database, type ExecutorContext, toJson } from '../executor-context.ts';
import type { RunError } from './answer.ts';

export interface EndingRun {
  readonly id: string;
  readonly functionId: string;
  readonly event: ExecutorEvent;
}

export type RunResult = { kind: 'completed'; output: unknown } | { kind: 'failed'; error: RunError };

const endEvents = ['inngest/function.finished', 'inngest/function.failed'];

/** Ends a run and, in the same transaction, emits the events that `onFailure` and its like are triggered by. */
export async function finishRun(
  context: ExecutorContext,
  tx: Database,
  run: EndingRun,
  result: RunResult,
): Promise<void> {
  const output = result.kind === 'completed' ? toJson(result.output) : null;
  const error = result.kind === 'failed' ? toJson(result.error) : null;
  await tx`
    update executor.run set status = ${result.kind}, output = ${output}::text::json, error = ${error}::text::json,
      ended_at = clock_timestamp()
    where id = ${run.id}`;
  await tx`delete from executor.item where run_id = ${run.id}`;
  if (result.kind === 'failed') {
    context.log(`executor: run ${run.id} of ${run.functionId} failed: ${result.error.message ?? result.error.name}`);
  }
  // A function triggered by ends must not trigger itself with its own.
  if (endEvents.includes(run.event.name)) return;
  const data = {
    function_id: run.functionId,
    run_id: run.id,
    ...(result.kind === 'failed' ? { error: result.error } : { result: result.output }),
    event: run.event,
    events: [run.event],
    _inngest: { status: result.kind === 'failed' ? 'Failed' : 'Completed' },
  };
  const end = (name: string, id: string) => storeEvent(context, tx, id, { name, id, data, ts: Date.now(), user: {} });
  await end('inngest/function.finished', ulid());
  if (result.kind === 'failed') await end('inngest/function.failed', run.id);
}
