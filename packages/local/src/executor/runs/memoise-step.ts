import { type Database, toJson } from '../executor-context.ts';
import type { Opcode, RunError } from './answer.ts';
import { queueDiscovery } from './queue-items.ts';

/** A run as locked for a change. `requestVersion` 2 and above: parallel steps are discovered once, after the last. */
export interface LockedRun {
  readonly id: string;
  readonly requestVersion: number;
}

/** What later calls are given for a step. Always wrapped: the SDK would unwrap a bare result that looks like a memo. */
export type Memo = { data: unknown } | { error: RunError };

/** Notes a step that is to be run or slept later. @returns false where it was already known: it must not start twice. */
export async function planStep(tx: Database, run: LockedRun, opcode: Opcode, pending: boolean): Promise<boolean> {
  const [row] = await tx<{ isNew: boolean }[]>`
    insert into executor.step (run_id, id, name, op, input, pending)
    values (${run.id}, ${opcode.id}, ${stepName(opcode)}, ${opcode.op}, ${inputJson(opcode)}::text::json, ${pending})
    on conflict (run_id, id) do update set pending = step.memo is null and (step.pending or excluded.pending)
    returning xmax = 0 as "isNew"`;
  return row!.isNew;
}

/** Keeps a finished step's result. The first one stands: a step never ends twice. */
export async function memoiseStep(
  tx: Database,
  run: LockedRun,
  opcode: Opcode,
  memo: Memo,
  startedAt: Date,
): Promise<void> {
  await tx`
    insert into executor.step as known (run_id, id, name, op, input, memo, position, created_at, ended_at)
    values (${run.id}, ${opcode.id}, ${stepName(opcode)}, ${opcode.op}, ${inputJson(opcode)}::text::json,
      ${toJson(memo)}::text::json, ${nextPosition(tx, run)}, ${startedAt}, clock_timestamp())
    on conflict (run_id, id) do update set op = excluded.op, memo = excluded.memo, position = excluded.position,
      input = coalesce(known.input, excluded.input), pending = false, ended_at = excluded.ended_at
    where known.memo is null`;
}

/** Ends a sleep. */
export async function memoiseSleep(tx: Database, run: LockedRun, stepId: string): Promise<void> {
  await tx`
    update executor.step set memo = '{"data":null}', position = ${nextPosition(tx, run)}, pending = false,
      ended_at = clock_timestamp()
    where run_id = ${run.id} and id = ${stepId} and memo is null`;
}

/** After a step ended: one discovery, unless others of its parallel group are still out. */
export async function discoverAfterStep(tx: Database, run: LockedRun, isRace: boolean): Promise<void> {
  const [row] = await tx<{ pending: boolean }[]>`
    select exists (select from executor.step where run_id = ${run.id} and pending) as pending`;
  if (row!.pending && !isRace) return;
  if (run.requestVersion >= 2) await tx`update executor.run set planning = false where id = ${run.id}`;
  await queueDiscovery(tx, run.id);
}

export function stepName(opcode: Opcode): string {
  return opcode.displayName ?? opcode.name ?? opcode.id;
}

function nextPosition(tx: Database, run: LockedRun) {
  return tx`(select coalesce(max(position), 0) + 1 from executor.step where run_id = ${run.id})`;
}

function inputJson(opcode: Opcode): string | null {
  return opcode.opts?.input === undefined ? null : toJson(opcode.opts.input);
}
