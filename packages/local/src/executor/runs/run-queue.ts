import type { ExecutorContext } from '../executor-context.ts';
import type { Answer } from './answer.ts';
import { applyAnswer, endSleep } from './apply-answer.ts';
import { callFunction } from './call-function.ts';
import { claimItems, type Item, msUntilDue, releaseClaims } from './claim-items.ts';
import { readRunState } from './run-state.ts';

const atOnce = 16;
const pollMs = 1000;
/** A claim outlives the longest call by this, so that nobody else takes an item whose answer is being applied. */
const claimMarginMs = 15_000;
const stopWithinMs = 3000;

export interface Queue {
  wake(): void;
  /** Takes no more items, gives calls under way a moment to end, and gives back what hasn't. */
  stop(): Promise<void>;
}

/** Works through the queue: at most 16 items at once, the longest due first. */
export function runQueue(context: ExecutorContext): Queue {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  let stopped = false;
  let wake = () => {};
  let lastProblem = '';

  async function turn(): Promise<void> {
    const free = atOnce - underWay.size;
    const claimMs = context.requestTimeoutMs + claimMarginMs;
    const items = free > 0 ? await claimItems(context.sql, context.instance, free, claimMs) : [];
    for (const item of items) {
      const work = workOn(context, item, stopping.signal).finally(() => {
        underWay.delete(work);
        wake();
      });
      underWay.add(work);
    }
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      let pauseMs = pollMs;
      try {
        await turn();
        if (underWay.size < atOnce) pauseMs = await msUntilDue(context.sql, pollMs);
        lastProblem = '';
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        if (problem !== lastProblem) context.log(`executor: queue: ${problem}`);
        lastProblem = problem;
      }
      if (stopped) break;
      const timer = setTimeout(() => wake(), pauseMs);
      await woken;
      clearTimeout(timer);
    }
  }

  const looping = loop();
  return {
    wake: () => wake(),
    async stop() {
      stopped = true;
      wake();
      await looping;
      const abort = setTimeout(() => stopping.abort(), stopWithinMs);
      await Promise.all(underWay);
      clearTimeout(abort);
      // Where Postgres is gone already, the next start gives them back.
      await releaseClaims(context.sql).catch(() => {});
    },
  };
}

/** Never rejects. What fails here (Postgres gone, a stop) leaves the claim to run out, and the item comes again. */
async function workOn(context: ExecutorContext, item: Item, stopping: AbortSignal): Promise<void> {
  const startedAt = new Date();
  try {
    if (item.kind === 'sleep') return await endSleep({ context, item, startedAt, maxAttempts: 1 });
    const run = await readRunState(context.sql, item.runId);
    if (run === null) return;
    const config = context.registry.get(run.functionId);
    const answer: Answer = config
      ? await callFunction(config, run, item, context.requestTimeoutMs, stopping)
      : notRegistered(run.functionId);
    await applyAnswer({ context, item, startedAt, maxAttempts: config?.maxAttempts ?? 5 }, answer);
  } catch (error) {
    if (!stopping.aborted)
      context.log(`executor: run ${item.runId}: ${error instanceof Error ? error.message : error}`);
  }
}

function notRegistered(functionId: string): Answer {
  const message = `no app registers the function ${functionId} at this time`;
  return {
    kind: 'threw',
    requestVersion: null,
    mayRetry: true,
    retryAfterMs: null,
    error: { name: 'CallError', message },
  };
}
