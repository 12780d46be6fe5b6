import type { SQL } from 'drizzle-orm';
import type postgres from 'postgres';

/** The application's own transaction: postgres.js, or Drizzle on any Postgres driver. */
export type CallerTransaction = postgres.ISql | { execute(query: SQL): PromiseLike<unknown> };

/**
 * The same tagged template on either. Drizzle's drivers answer with an array of rows or with `{ rows }`, and bind each
 * value as a parameter of its own, so only scalars may be bound.
 */
export function tagOf(tx: CallerTransaction): postgres.ISql {
  if (typeof tx === 'function') return tx;
  const run = async (strings: TemplateStringsArray, ...values: unknown[]) => {
    // Loaded by those who use it: drizzle-orm costs a cold start a second.
    const { sql } = await import('drizzle-orm');
    const answer = await tx.execute(sql(strings, ...values));
    return Array.isArray(answer) ? answer : (answer as { rows: unknown[] }).rows;
  };
  return run as unknown as postgres.ISql;
}
