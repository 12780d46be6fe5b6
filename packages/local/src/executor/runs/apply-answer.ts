import type { Database, ExecutorContext } from '../executor-context.ts';
import type { Answer, Opcode } from './answer.ts';
import { type EndingRun, finishRun } from './finish-run.ts';
import { discoverAfterStep, type LockedRun, memoiseSleep, memoiseStep, planStep, stepName } from './memoise-step.ts';
import { dropItem, lockClaim, queueStep } from './queue-items.ts';
import { mayRetry, recordAttempt, retryOr, type Try } from './retry-or.ts';
import { sleepDurationMs } from './sleep-duration.ts';

type Run = LockedRun & EndingRun;

/** Applies what a call came to, in one transaction: a kill leaves either all of it or the item to be tried again. */
export async function applyAnswer(call: Try, answer: Answer): Promise<void> {
  await inLockedRun(call, async (tx, locked) => {
    const run = await fixRequestVersion(tx, locked, answer);
    switch (answer.kind) {
      case 'returned':
        await recordAttempt(tx, call, null, null, null);
        return finishRun(call.context, tx, run, { kind: 'completed', output: answer.output });
      case 'threw':
        return retryOr(tx, call, null, answer.error, answer, () =>
          finishRun(call.context, tx, run, { kind: 'failed', error: answer.error }),
        );
      case 'progress':
        return applyOpcodes(tx, call, run, answer);
      default:
        answer satisfies never;
    }
  });
}

/** Ends a sleep whose time has come. */
export async function endSleep(call: Try): Promise<void> {
  await inLockedRun(call, async (tx, run) => {
    await memoiseSleep(tx, run, call.item.stepId);
    await dropItem(tx, call.item);
    await discoverAfterStep(tx, run, false);
  });
}

async function inLockedRun(call: Try, change: (tx: Database, run: Run) => Promise<void>): Promise<void> {
  const { context, item } = call;
  await context.sql.begin(async (tx) => {
    const [run] = await tx<Run[]>`
      select id, function_id as "functionId", event, request_version as "requestVersion"
      from executor.run where id = ${item.runId} and status = 'running' for update`;
    if (run === undefined || !(await lockClaim(tx, context, item))) return;
    await change(tx, run);
    await failIfStuck(context, tx, run);
  });
}

async function applyOpcodes(
  tx: Database,
  call: Try,
  run: Run,
  answer: Extract<Answer, { kind: 'progress' }>,
): Promise<void> {
  const { opcodes } = answer;
  const failed = opcodes.find((opcode) => opcode.op === 'StepError');
  if (failed === undefined) await dropItem(tx, call.item);
  else await retryOr(tx, call, failed, failed.error ?? {}, answer, () => dropItem(tx, call.item));

  const isGroup = opcodes.length > 1 && !opcodes.some((opcode) => opcode.op === 'RunComplete');
  if (isGroup) await tx`update executor.run set planning = true where id = ${run.id}`;
  const pending = isGroup && run.requestVersion >= 2 && opcodes.some((opcode) => opcode.op === 'StepPlanned');
  const ended: Opcode[] = [];
  for (const opcode of opcodes) {
    if (opcode.op === 'RunComplete') {
      return finishRun(call.context, tx, run, { kind: 'completed', output: opcode.data });
    }
    const effect = await applyOpcode(tx, call, run, opcode, pending, mayRetry(call, answer));
    if (effect.kind === 'impossible') {
      return finishRun(call.context, tx, run, {
        kind: 'failed',
        error: { name: 'ExecutorError', message: effect.why },
      });
    }
    if (effect.kind === 'ended') ended.push(opcode);
  }
  if (ended.length > 0) await discoverAfterStep(tx, run, ended.some(isRace));
}

type Effect = { kind: 'ended' } | { kind: 'later' } | { kind: 'impossible'; why: string };

async function applyOpcode(
  tx: Database,
  call: Try,
  run: Run,
  opcode: Opcode,
  pending: boolean,
  retries: boolean,
): Promise<Effect> {
  switch (opcode.op) {
    case 'StepRun':
      await recordAttempt(tx, call, opcode, null, null);
      await memoiseStep(tx, run, opcode, { data: opcode.data ?? null }, call.startedAt);
      return { kind: 'ended' };
    case 'StepError':
      if (retries) return { kind: 'later' };
      await memoiseStep(tx, run, opcode, { error: opcode.error ?? {} }, call.startedAt);
      return { kind: 'ended' };
    case 'StepFailed':
      await recordAttempt(tx, call, opcode, opcode.error ?? {}, null);
      await memoiseStep(tx, run, opcode, { error: opcode.error ?? {} }, call.startedAt);
      return { kind: 'ended' };
    case 'StepPlanned':
      if (await planStep(tx, run, opcode, pending)) await queueStep(tx, run.id, opcode.id, 'call', 0);
      return { kind: 'later' };
    case 'Sleep':
      return sleep(tx, run, opcode, pending);
    default:
      return {
        kind: 'impossible',
        why: `the local executor doesn't support the opcode ${opcode.op} (step "${stepName(opcode)}")`,
      };
  }
}

async function sleep(tx: Database, run: Run, opcode: Opcode, pending: boolean): Promise<Effect> {
  try {
    const durationMs = sleepDurationMs(opcode.name ?? '', Date.now());
    if (await planStep(tx, run, opcode, pending)) await queueStep(tx, run.id, opcode.id, 'sleep', durationMs);
    return { kind: 'later' };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'impossible', why: `step "${stepName(opcode)}": ${error.message}` };
    throw error;
  }
}

/** The first answer of the SDK says how a run's parallel steps are spoken of; the run keeps to it. */
async function fixRequestVersion(tx: Database, run: Run, answer: Answer): Promise<Run> {
  if (run.requestVersion !== -1 || answer.requestVersion === null) return run;
  await tx`update executor.run set request_version = ${answer.requestVersion} where id = ${run.id}`;
  return { ...run, requestVersion: answer.requestVersion };
}

/** A run that goes on has something in the queue; without it nothing would ever happen to it again, unseen. */
async function failIfStuck(context: ExecutorContext, tx: Database, run: Run): Promise<void> {
  const [row] = await tx<{ stuck: boolean }[]>`
    select status = 'running' and not exists (select from executor.item where run_id = ${run.id}) as stuck
    from executor.run where id = ${run.id}`;
  if (!row!.stuck) return;
  const message = 'the function neither ended nor named a step to wait for';
  await finishRun(context, tx, run, { kind: 'failed', error: { name: 'ExecutorError', message } });
}

function isRace(opcode: Opcode): boolean {
  return opcode.opts?.parallelMode === 'race';
}
