import type { Sql } from 'postgres';

const everyMs = 3_600_000;

/** Forgets, hourly, what ended more than a week ago: a cron of every minute would fill a developer's disk. */
export function forgetOld(sql: Sql, log: (message: string) => void): { stop(): Promise<void> } {
  const forget = async () => {
    try {
      await sql`delete from executor.run where ended_at < now() - interval '7 days'`;
      await sql`delete from executor.event where received_at < now() - interval '7 days'`;
      await sql`delete from executor.started where at < now() - interval '24 hours'`;
    } catch (error) {
      log(`executor: couldn't forget old runs: ${error instanceof Error ? error.message : error}`);
    }
  };
  let forgetting = forget();
  const timer = setInterval(() => {
    forgetting = forget();
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await forgetting;
    },
  };
}
