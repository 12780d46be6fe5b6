import { setTimeout as wait } from 'node:timers/promises';
import type { RunDetail, RunSummary } from '../page/read-runs.ts';
import { type Executor, type ExecutorOptions, startExecutor } from '../start-executor.ts';

/** A run as the JSON API has it: times are texts. */
export type RunJson = Omit<RunDetail, 'startedAt'> & { startedAt: string };

/** An executor on a free port that retries at once, for tests. */
export function startTestExecutor(options: Omit<ExecutorOptions, 'port'> & { port?: number }): Promise<Executor> {
  return startExecutor({ port: 0, retryDelaysMs: () => 20, syncEveryMs: 200, ...options });
}

/** Waits until `look` returns something; an error of `look` itself ends the wait. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, withinMs = 15_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > until) throw new Error(`not within ${withinMs} ms: ${look}`);
    await wait(25);
  }
}

export async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json() as Promise<T>;
}

/** The runs of one function, the oldest first. */
export async function runsOf(executor: Executor, functionId: string): Promise<RunJson[]> {
  const runs = await getJson<RunSummary[]>(`${executor.url}/api/runs?limit=500&function=${functionId}`);
  const details = runs.map((run) => getJson<RunJson>(`${executor.url}/api/runs/${run.id}`));
  return (await Promise.all(details)).reverse();
}

/** Waits for a function's `nth` run (1 for its first) to end. */
export function endedRun(executor: Executor, functionId: string, nth = 1): Promise<RunJson> {
  return eventually(async () => {
    const run = (await runsOf(executor, functionId))[nth - 1];
    return run && run.status !== 'running' && run;
  });
}

/** Waits until the function is known, refused ones included. */
export function registered(executor: Executor, id: string): Promise<{ id: string; problem: string | null }> {
  return eventually(async () => {
    const functions = await getJson<{ id: string; problem: string | null }[]>(`${executor.url}/api/functions`);
    return functions.find((entry) => entry.id === id);
  });
}
