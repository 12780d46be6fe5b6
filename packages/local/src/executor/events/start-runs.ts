import { ulid } from 'ulidx';
import { type Database, type ExecutorContext, toJson } from '../executor-context.ts';
import type { FunctionConfig } from '../registry/function-config.ts';
import { matchingFunctions } from '../registry/matching-functions.ts';
import type { ExecutorEvent } from './event.ts';

/**
 * Stores an event and starts the functions it triggers; an event already stored under `internalId` does nothing.
 * Until every app has registered once, events only wait: an app that starts after the first event loses none.
 */
export async function storeEvent(
  context: ExecutorContext,
  tx: Database,
  internalId: string,
  event: ExecutorEvent,
): Promise<void> {
  const startNow = context.registry.isComplete();
  const stored = await tx`
    insert into executor.event (id, body, started) values (${internalId}, ${toJson(event)}::text::json, ${startNow})
    on conflict do nothing`;
  if (stored.count === 1 && startNow) await startMatching(context, tx, event);
}

/** Starts what the events that came before the last app's first registration trigger. */
export async function startWaitingEvents(context: ExecutorContext): Promise<void> {
  if (!context.registry.isComplete()) return;
  await context.sql.begin(async (tx) => {
    const waiting = await tx<{ body: ExecutorEvent }[]>`
      with taken as (update executor.event set started = true where not started returning id, body)
      select body from taken order by id`;
    for (const { body } of waiting) await startMatching(context, tx, body);
  });
  context.wakeQueue();
}

async function startMatching(context: ExecutorContext, tx: Database, event: ExecutorEvent): Promise<void> {
  for (const config of matchingFunctions(context.registry.accepted(), event, context.log)) {
    await startRun(tx, config, event, `event ${event.id}`);
  }
}

/**
 * Starts a run unless the function has had one for this key within 24 hours.
 *
 * @returns whether a run was started
 */
export async function startRun(
  tx: Database,
  config: FunctionConfig,
  event: ExecutorEvent,
  key: string,
): Promise<boolean> {
  const first = await tx`
    insert into executor.started as known (function_id, key) values (${config.id}, ${key})
    on conflict (function_id, key) do update set at = now() where known.at < now() - interval '24 hours'`;
  if (first.count === 0) return false;
  const runId = ulid();
  await tx`insert into executor.run (id, function_id, event) values (${runId}, ${config.id}, ${toJson(event)}::text::json)`;
  await tx`insert into executor.item (run_id, step_id, kind) values (${runId}, 'step', 'call')`;
  return true;
}
