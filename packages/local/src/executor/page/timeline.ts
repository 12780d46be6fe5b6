import type { RunError } from '../runs/answer.ts';
import type { RunAttempt, RunDetail, RunStep } from './read-runs.ts';
import { durationText } from './wording.ts';

/** A bar of the time axis. Times are milliseconds since the run's start. */
export interface TimelineRow {
  readonly key: string;
  readonly label: string;
  readonly state: 'done' | 'failed' | 'waiting';
  readonly startMs: number;
  readonly endMs: number;
  readonly attempt: RunAttempt | null;
  readonly step: RunStep | null;
  readonly error: RunError | null;
}

export interface Timeline {
  readonly rows: readonly TimelineRow[];
  readonly totalMs: number;
}

/** Lays a run's tries, the waits between them and its sleeps on one axis. `now` ends what is still out. */
export function timeline(run: RunDetail, now: Date): Timeline {
  const since = (at: Date) => Math.max(at.getTime() - run.startedAt.getTime(), 0);
  const rows: TimelineRow[] = [];
  for (const attempt of run.attempts) {
    const siblings = run.attempts.filter((other) => other.name === attempt.name && other.stepId === attempt.stepId);
    const step = run.steps.find((candidate) => candidate.id === attempt.stepId) ?? null;
    const base = { attempt, step, error: attempt.error };
    const startMs = since(attempt.startedAt);
    const endMs = since(attempt.endedAt);
    const label = siblings.length > 1 || attempt.error ? `${attempt.name}, try ${attempt.attempt + 1}` : attempt.name;
    rows.push({ ...base, key: `try-${attempt.id}`, label, state: attempt.error ? 'failed' : 'done', startMs, endMs });
    if (attempt.retryAt === null) continue;
    const waitEndMs = since(attempt.retryAt);
    const wait = `wait ${durationText(waitEndMs - endMs)}`;
    rows.push({ ...base, key: `wait-${attempt.id}`, label: wait, state: 'waiting', startMs: endMs, endMs: waitEndMs });
  }
  for (const step of run.steps) {
    if (step.op !== 'Sleep') continue;
    const endMs = since(step.endedAt ?? step.dueAt ?? now);
    const row = { key: `sleep-${step.id}`, label: step.name, attempt: null, step, error: null };
    rows.push({ ...row, state: 'waiting', startMs: since(step.startedAt), endMs });
  }
  rows.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  return { rows, totalMs: Math.max(since(run.endedAt ?? now), ...rows.map((row) => row.endMs), 1) };
}
