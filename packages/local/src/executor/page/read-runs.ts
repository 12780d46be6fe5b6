import type { Sql } from 'postgres';
import type { ExecutorEvent } from '../events/event.ts';
import type { RunError } from '../runs/answer.ts';

export type RunStatus = 'running' | 'completed' | 'failed';

/** A run as lists show it. Times are the database's. */
export interface RunSummary {
  readonly id: string;
  readonly functionId: string;
  readonly event: ExecutorEvent;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** How many tries failed and were followed by another. */
  readonly retries: number;
  /** When the queue next works on it; null where it has ended. */
  readonly nextAt: Date | null;
  readonly output: unknown;
  readonly error: RunError | null;
}

export interface RunStep {
  readonly id: string;
  readonly name: string;
  readonly op: string;
  readonly input: unknown;
  readonly memo: { data?: unknown; error?: RunError } | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** When a sleep or a retry that is still out comes due. */
  readonly dueAt: Date | null;
}

export interface RunAttempt {
  readonly id: string;
  /** Null for the function's body. */
  readonly stepId: string | null;
  readonly name: string;
  /** 0 for the first try. */
  readonly attempt: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly error: RunError | null;
  readonly retryAt: Date | null;
}

export interface RunDetail extends RunSummary {
  readonly steps: RunStep[];
  readonly attempts: RunAttempt[];
}

export interface RunFilter {
  readonly functionId?: string | undefined;
  readonly failedOnly?: boolean;
  /** 1 to 500. */
  readonly limit: number;
}

/** Runs, the newest first. */
export async function listRuns(sql: Sql, { functionId, failedOnly, limit }: RunFilter): Promise<RunSummary[]> {
  return sql<RunSummary[]>`
    ${selectRun(sql)} where ${functionId === undefined ? sql`true` : sql`function_id = ${functionId}`}
      and ${failedOnly ? sql`status = 'failed'` : sql`true`}
    order by started_at desc, id desc limit ${limit}`;
}

/** One run with its steps and tries; null where there is none of this id. */
export async function readRun(sql: Sql, id: string): Promise<RunDetail | null> {
  const [run] = await sql<RunSummary[]>`${selectRun(sql)} where id = ${id}`;
  if (run === undefined) return null;
  const steps = await sql<RunStep[]>`
    select s.id, s.name, s.op, s.input, s.memo, s.created_at as "startedAt", s.ended_at as "endedAt", i.due_at as "dueAt"
    from executor.step s left join executor.item i on i.run_id = s.run_id and i.step_id = s.id
    where s.run_id = ${id} order by s.created_at, s.position`;
  const attempts = await sql<RunAttempt[]>`
    select id::text, step_id as "stepId", name, attempt, started_at as "startedAt", ended_at as "endedAt", error,
      retry_at as "retryAt"
    from executor.attempt where run_id = ${id} order by attempt.id`;
  return { ...run, steps, attempts };
}

export interface FunctionActivity {
  readonly functionId: string;
  readonly running: number;
  readonly failed: number;
  readonly retried: number;
}

/** What each function did in the last 24 hours. */
export async function readActivity(sql: Sql): Promise<Map<string, FunctionActivity>> {
  const rows = await sql<FunctionActivity[]>`
    select function_id as "functionId", count(*) filter (where status = 'running')::int as running,
      count(*) filter (where status = 'failed')::int as failed,
      count(*) filter (where exists (select from executor.attempt a where a.run_id = run.id and a.retry_at is not null))::int as retried
    from executor.run where started_at > now() - interval '24 hours' or status = 'running' group by function_id`;
  return new Map(rows.map((row) => [row.functionId, row]));
}

function selectRun(sql: Sql) {
  return sql`
    select id, function_id as "functionId", event, status, started_at as "startedAt", ended_at as "endedAt", output, error,
      (select count(*)::int from executor.attempt a where a.run_id = run.id and a.retry_at is not null) as retries,
      (select min(due_at) from executor.item i where i.run_id = run.id) as "nextAt"
    from executor.run`;
}
