import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';

/**
 * Holds a session advisory lock, so that one executor works on a database. Where the connection breaks (Postgres
 * restarts), it takes the lock again by itself; the queue's claims stay exclusive meanwhile.
 *
 * @param patienceMs how long to wait for another executor to end, before it is an error
 * @throws when another executor still holds the lock after `patienceMs`
 */
export async function takeLock(
  databaseUrl: string,
  log: (message: string) => void,
  patienceMs = 5000,
): Promise<{ release(): Promise<void> }> {
  let state: 'free' | 'held' | 'retaking' | 'released' = 'free';
  const session = postgres(databaseUrl, {
    max: 1,
    max_lifetime: null, // by default postgres.js closes a connection after about an hour, and the lock with it
    onnotice: () => {},
    onclose: () => {
      if (state === 'held') void retake();
    },
  });

  async function take(): Promise<void> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const [row] = await session`select pg_try_advisory_lock(hashtextextended('plimsoll executor', 0)) as taken`;
      if (row?.taken) break;
      if (Date.now() >= until) throw new Error('another executor is running on this database; stop it first');
      await wait(200);
    }
    if (state !== 'released') state = 'held';
  }

  async function retake(): Promise<void> {
    state = 'retaking';
    log('executor: the database connection broke; connecting again');
    while (state === 'retaking') {
      await wait(500);
      await take().catch((error: Error) => log(`executor: ${error.message}`));
    }
  }

  async function release(): Promise<void> {
    state = 'released';
    await session.end({ timeout: 2 });
  }

  try {
    await take();
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}
