import type { Sql, TransactionSql } from 'postgres';
import type { Registry } from './registry/registry.ts';

/** Either the pool or a transaction on it: what a query needs. */
export type Database = Sql | TransactionSql;

/** What the parts of one running executor share. */
export interface ExecutorContext {
  readonly sql: Sql;
  readonly registry: Registry;
  /** Who claims queue items: unique to one start of the executor. */
  readonly instance: string;
  readonly requestTimeoutMs: number;
  /** How long a failed try waits before the next; `attempt` is the failed one's index, 0 for the first. */
  readonly retryDelaysMs: (attempt: number) => number;
  readonly now: () => Date;
  readonly log: (message: string) => void;
  /** Tells the queue that an item was added; call it after the commit that added it. */
  readonly wakeQueue: () => void;
}

/** JSON as text for a `::text::json` parameter. Columns are `json`, not `jsonb`, which reorders keys and refuses U+0000. */
export function toJson(value: unknown): string {
  return JSON.stringify(value ?? null);
}
