import type { Database, ExecutorContext } from '../executor-context.ts';
import type { Item } from './claim-items.ts';

/**
 * Makes sure that a discovery follows. There is one at a time in a run: where one is out at this moment, it doesn't
 * know what just ended, so another one follows it.
 */
export async function queueDiscovery(tx: Database, runId: string): Promise<void> {
  await tx`
    insert into executor.item (run_id, step_id, kind) values (${runId}, 'step', 'call')
    on conflict (run_id, step_id) do update set again = executor.item.claimed_by is not null`;
}

/** Queues a planned step's call, or a sleep's end. */
export async function queueStep(
  tx: Database,
  runId: string,
  stepId: string,
  kind: Item['kind'],
  delayMs: number,
): Promise<void> {
  await tx`
    insert into executor.item (run_id, step_id, kind, due_at)
    values (${runId}, ${stepId}, ${kind}, clock_timestamp() + ${delayMs} * interval '1 ms')`;
}

/** Locks a claimed item. False where the claim was lost meanwhile: then its answer must be ignored. */
export async function lockClaim(tx: Database, context: ExecutorContext, item: Item): Promise<boolean> {
  const rows = await tx`
    select 1 from executor.item
    where id = ${item.id} and claimed_by = ${context.instance} and attempt = ${item.attempt} for update`;
  return rows.length === 1;
}

/** Ends an item. */
export async function dropItem(tx: Database, item: Item): Promise<void> {
  const [row] = await tx<{ again: boolean }[]>`delete from executor.item where id = ${item.id} returning again`;
  if (row?.again) await queueDiscovery(tx, item.runId);
}

/** Gives an item back for its next try. */
export async function retryItem(tx: Database, item: Item, delayMs: number): Promise<void> {
  await tx`
    update executor.item set attempt = attempt + 1, due_at = clock_timestamp() + ${delayMs} * interval '1 ms',
      claimed_by = null, claimed_until = null, again = false
    where id = ${item.id}`;
}
