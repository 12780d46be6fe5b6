import { ulid } from 'ulidx';
import { type Database, type ExecutorContext, toJson } from '../executor-context.ts';
import type { FunctionConfig } from '../registry/function-config.ts';
import { matchingFunctions } from '../registry/matching-functions.ts';
import type { ExecutorEvent } from './event.ts';

/**
 * Stores an event and starts the functions it triggers; an event already stored under `internalId` does nothing.
 * It also starts those of an app that registers for the first time later: see {@link startForNewApps}.
 */
export async function storeEvent(
  context: ExecutorContext,
  tx: Database,
  internalId: string,
  event: ExecutorEvent,
): Promise<void> {
  const stored = await tx`
    insert into executor.event (id, body, all_known)
    values (${internalId}, ${toJson(event)}::text::json, ${context.registry.isComplete()})
    on conflict do nothing`;
  if (stored.count === 1) await startMatching(context, tx, event);
}

/**
 * After a registration: starts what the events that came before it trigger too, so that an app that is up after the
 * first event loses none. A function that an event has started already doesn't start again; that is known for 24
 * hours, so older events are left alone.
 */
export async function startForNewApps(context: ExecutorContext): Promise<void> {
  await context.sql.begin(async (tx) => {
    const early = await tx<{ body: ExecutorEvent }[]>`
      select body from executor.event where not all_known and received_at > now() - interval '23 hours' order by id`;
    for (const { body } of early) await startMatching(context, tx, body);
    if (context.registry.isComplete()) await tx`update executor.event set all_known = true where not all_known`;
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
