import type { ExecutorEvent } from '../events/event.ts';
import type { Database } from '../executor-context.ts';

/** What a call request needs of a run. `stack` lists the keys of `memos` in order of completion. */
export interface RunState {
  readonly id: string;
  readonly functionId: string;
  readonly event: ExecutorEvent;
  readonly requestVersion: number;
  readonly planning: boolean;
  readonly memos: Record<string, unknown>;
  readonly stack: string[];
}

/** Reads a run that still goes on; null where it has ended. */
export async function readRunState(sql: Database, runId: string): Promise<RunState | null> {
  // One statement, so that memos and stack are of one moment.
  const [row] = await sql<(Omit<RunState, 'memos' | 'stack'> & { done: { id: string; memo: unknown }[] })[]>`
    select id, function_id as "functionId", event, request_version as "requestVersion", planning,
      (select coalesce(json_agg(json_build_object('id', s.id, 'memo', s.memo) order by s.position), '[]')
         from executor.step s where s.run_id = run.id and s.memo is not null) as done
    from executor.run where id = ${runId} and status = 'running'`;
  if (row === undefined) return null;
  const { done, ...run } = row;
  return {
    ...run,
    memos: Object.fromEntries(done.map(({ id, memo }) => [id, memo])),
    stack: done.map(({ id }) => id),
  };
}
