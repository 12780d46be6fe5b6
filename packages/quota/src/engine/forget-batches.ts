import type { Database } from '../database/connect.ts';

const everyMs = 60_000;

/**
 * Forgets decided batches once nobody can ask for them again: a batch is asked again for seconds, it is kept a quarter of
 * an hour. Returns how to stop.
 */
export function forgetBatches({ sql }: Database): () => void {
  const timer = setInterval(() => {
    // Missed while the database is away: the next minute's turn takes more.
    sql`delete from quota.batch where at < clock_timestamp() - interval '15 minutes'`.catch(() => {});
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
