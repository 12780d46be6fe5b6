import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import postgres from 'postgres';
import type { PageLinks } from '../pages/page-shell.ts';
import { createSchema } from './database/create-schema.ts';
import { forgetOld } from './database/forget-old.ts';
import { takeLock } from './database/take-lock.ts';
import { runCron } from './events/cron-ticks.ts';
import { eventApi } from './events/event-api.ts';
import type { ExecutorContext } from './executor-context.ts';
import { functionsPage } from './page/functions-page.ts';
import { runsApi } from './page/runs-api.ts';
import { loadRegistry } from './registry/registry.ts';
import { syncApps } from './registry/sync-apps.ts';
import { releaseClaims } from './runs/claim-items.ts';
import { inngestRetryDelayMs } from './runs/retry-delay.ts';
import { type Queue, runQueue } from './runs/run-queue.ts';

export interface ExecutorOptions {
  /** The Postgres that keeps everything, in schema `executor`. One executor at a time works on it. */
  readonly databaseUrl: string;
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Serve URLs of the apps whose functions are to run, e.g. `http://127.0.0.1:3000/api/inngest`. */
  readonly apps: readonly string[];
  /** Milliseconds between a failed try and the next, by the failed one's index. Default: Inngest's own table. */
  readonly retryDelaysMs?: (attempt: number) => number;
  /** How long one call may take, 1 to 290,000; default 120,000. Past 300,000 Node's fetch gives up by itself. */
  readonly requestTimeoutMs?: number;
  /** How often a registered app is asked again; default 5,000. */
  readonly syncEveryMs?: number;
  /** The clock that cron triggers follow. */
  readonly now?: () => Date;
  readonly log?: (message: string) => void;
  /** Other pages of the local stack, linked from the Functions page. */
  readonly links?: PageLinks;
}

export interface Executor {
  /** What `INNGEST_DEV` is set to, and where the Functions page is. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts an executor for functions written with the Inngest SDK: it takes their events, keeps their cron times and
 * runs them step by step over HTTP. Whatever it knows is in Postgres: after a kill, each run goes on where it was;
 * only a step that was under way is run again.
 *
 * @throws RangeError for a requestTimeoutMs out of range
 * @throws Error when another executor works on the database, Postgres can't be reached or the port is taken
 */
export async function startExecutor(options: ExecutorOptions): Promise<Executor> {
  const { databaseUrl, apps, port, requestTimeoutMs = 120_000, log = () => {}, now = () => new Date() } = options;
  if (!(requestTimeoutMs >= 1 && requestTimeoutMs <= 290_000)) throw new RangeError('requestTimeoutMs: 1 to 290,000');
  const sql = postgres(databaseUrl, { max: 10, onnotice: () => {} });
  const undo: (() => Promise<void>)[] = [() => sql.end({ timeout: 5 })];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    await createSchema(sql);
    const lock = await takeLock(databaseUrl, log);
    undo.push(lock.release);
    await releaseClaims(sql);
    let queue: Queue | undefined;
    const context: ExecutorContext = {
      sql,
      registry: await loadRegistry(sql, apps),
      instance: randomUUID(),
      requestTimeoutMs,
      retryDelaysMs: options.retryDelaysMs ?? inngestRetryDelayMs,
      now,
      log,
      wakeQueue: () => queue?.wake(),
    };
    const sync = syncApps(context, apps, options.syncEveryMs ?? 5000);
    undo.push(async () => sync.stop());
    const web = new Hono()
      .route('/', eventApi(context))
      .route('/', runsApi(context))
      .route('/', functionsPage(context, sync.states, options.links ?? {}));
    const server = await listen(web, port);
    undo.push(server.close);
    const forgetting = forgetOld(sql, log);
    undo.push(forgetting.stop);
    const cron = runCron(context);
    undo.push(cron.stop);
    queue = runQueue(context);
    undo.push(queue.stop);
    return { url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen(web: Hono, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = serve({ fetch: web.fetch, port, hostname: '127.0.0.1' });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
