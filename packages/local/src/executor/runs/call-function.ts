import type { ExecutorEvent } from '../events/event.ts';
import type { FunctionConfig } from '../registry/function-config.ts';
import { type Answer, readAnswer } from './answer.ts';
import type { Item } from './claim-items.ts';
import type { RunState } from './run-state.ts';

/**
 * Makes one call request: runs the function's body, with the finished steps given, up to its next step.
 * A network failure or a timeout is an answer too: a failed try.
 *
 * @param stopping aborts the call where the executor stops; then it throws
 */
export async function callFunction(
  config: FunctionConfig,
  run: RunState,
  item: Item,
  timeoutMs: number,
  stopping: AbortSignal,
): Promise<Answer> {
  const url = new URL(config.url);
  url.searchParams.set('fnId', config.id);
  url.searchParams.set('stepId', item.stepId);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-inngest-server-kind': 'dev', 'x-run-id': run.id },
      body: JSON.stringify(callBody(config, run, run.event, item)),
      signal: AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]),
    });
    return readAnswer(response.status, response.headers, await response.text(), Date.now());
  } catch (error) {
    if (stopping.aborted) throw error;
    const message = describe(error, timeoutMs);
    return {
      kind: 'threw',
      requestVersion: null,
      mayRetry: true,
      retryAfterMs: null,
      error: { name: 'CallError', message: `${url.origin} ${message}` },
    };
  }
}

function callBody(config: FunctionConfig, run: RunState, event: ExecutorEvent, item: Item) {
  return {
    version: run.requestVersion,
    event,
    events: [event],
    steps: run.memos,
    defers: {},
    use_api: false,
    // fn_id is left out on purpose: its presence makes the SDK run step after step in one call and report them to
    // /v1/checkpoint, which the executor doesn't have. This way each step is one call and is memoised before the next.
    ctx: {
      run_id: run.id,
      env: '',
      step_id: item.stepId,
      attempt: item.attempt,
      max_attempts: config.maxAttempts,
      // Every key of steps must be in the stack, else the SDK never answers.
      stack: { stack: run.stack, current: run.stack.length },
      disable_immediate_execution: run.planning,
      use_api: false,
    },
  };
}

function describe(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `didn't answer within ${timeoutMs / 1000} s`;
  const { cause } = error;
  return `can't be reached: ${cause instanceof Error ? cause.message || cause.name : error.message}`;
}
