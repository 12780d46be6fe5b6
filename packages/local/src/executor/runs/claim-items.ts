import type { Database } from '../executor-context.ts';

/** A queue item: a call request to make, or a sleep whose end has come. */
export interface Item {
  readonly id: string;
  readonly runId: string;
  /** 'step' for a discovery, else the hashed id of a step. */
  readonly stepId: string;
  readonly kind: 'call' | 'sleep';
  /** 0 for the first try of this item. */
  readonly attempt: number;
}

/** Claims up to `count` due items, oldest first. A claim ends after `claimMs`, so that a dead executor's come back. */
export async function claimItems(sql: Database, instance: string, count: number, claimMs: number): Promise<Item[]> {
  return sql<Item[]>`
    update executor.item set claimed_by = ${instance}, claimed_until = clock_timestamp() + ${claimMs} * interval '1 ms'
    where id in (
      select id from executor.item
      where due_at <= clock_timestamp() and (claimed_until is null or claimed_until < clock_timestamp())
      order by due_at, id limit ${count} for update skip locked)
    returning id::text, run_id as "runId", step_id as "stepId", kind, attempt`;
}

/** Gives back every claim: at the start those of a dead executor, at the stop one's own. */
export async function releaseClaims(sql: Database): Promise<void> {
  await sql`update executor.item set claimed_by = null, claimed_until = null where claimed_by is not null`;
}

/** Milliseconds until the next item can be claimed, at most `atMostMs`. */
export async function msUntilDue(sql: Database, atMostMs: number): Promise<number> {
  const [row] = await sql<{ ms: number | null }[]>`
    select extract(epoch from min(greatest(due_at, coalesce(claimed_until, due_at))) - clock_timestamp())::float8 * 1000 as ms
    from executor.item`;
  return Math.min(Math.max(row?.ms ?? atMostMs, 0), atMostMs);
}
