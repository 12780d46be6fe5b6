import { startForNewApps } from '../events/start-runs.ts';
import type { ExecutorContext } from '../executor-context.ts';
import { registrationShape } from './registry.ts';

type AppState = { kind: 'waiting' } | { kind: 'registered' } | { kind: 'unreachable'; problem: string };

/** How the apps answered last, by serve URL. */
export type AppStates = ReadonlyMap<string, AppState>;

const answersWithinMs = 10_000;

/**
 * Asks each app for its functions, every second until it answers and every `everyMs` from then on, so that a
 * restarted or changed app is seen.
 */
export function syncApps(
  context: ExecutorContext,
  appUrls: readonly string[],
  everyMs: number,
): { states: AppStates; stop(): void } {
  const states = new Map<string, AppState>(appUrls.map((url) => [url, { kind: 'waiting' }]));
  const lastBodies = new Map<string, string>();
  const timers = new Map<string, NodeJS.Timeout>();
  const stopping = new AbortController();

  async function sync(url: string): Promise<void> {
    const before = states.get(url);
    try {
      const body = await askForFunctions(url, stopping.signal);
      if (lastBodies.get(url) !== body) {
        await register(context, url, body);
        lastBodies.set(url, body);
      }
      states.set(url, { kind: 'registered' });
    } catch (error) {
      if (stopping.signal.aborted) return;
      const problem = describeFailure(error);
      if (before?.kind !== 'unreachable' || before.problem !== problem) {
        context.log(`executor: ${url} doesn't register: ${problem}`);
      }
      states.set(url, { kind: 'unreachable', problem });
    }
    if (stopping.signal.aborted) return;
    const pauseMs = states.get(url)?.kind === 'registered' ? everyMs : Math.min(everyMs, 1000);
    timers.set(
      url,
      setTimeout(() => void sync(url), pauseMs),
    );
  }

  for (const url of appUrls) void sync(url);
  return {
    states,
    stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

async function askForFunctions(url: string, stopping: AbortSignal): Promise<string> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      'x-inngest-server-kind': 'dev',
      'x-inngest-sync-kind': 'in_band',
    },
    body: JSON.stringify({ url }),
    signal: AbortSignal.any([stopping, AbortSignal.timeout(answersWithinMs)]),
  });
  const body = await response.text();
  if (!response.headers.has('x-inngest-sdk')) throw new Error(`answered ${response.status}, and not by Inngest's SDK`);
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${body.slice(0, 200)}`);
  return body;
}

async function register(context: ExecutorContext, url: string, body: string): Promise<void> {
  const { functions } = registrationShape.parse(JSON.parse(body));
  const read = await context.registry.replace(url, functions);
  for (const entry of read) if (entry.kind === 'refused') context.log(`executor: refused ${entry.problem}`);
  context.log(`executor: ${url} registered ${read.filter((entry) => entry.kind === 'accepted').length} functions`);
  await startForNewApps(context);
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
