import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type postgres from 'postgres';
import { type Connection, connect } from '../database/connect.ts';
import { failureKind } from './database-error.ts';
import { unavailableUnlessBug } from './decide-request.ts';

/** Sends a statement of upkeep, again where it was lost or met a lock: only what may be repeated. */
export type Upkeep = {
  send<T>(statement: (sql: postgres.ISql) => PromiseLike<T>): Promise<T>;
  close(): Promise<void>;
};

/** Whoever decides gives way sooner, so that upkeep which waits for them, and they for it, ends. */
const settings = { max: 1, lock_timeout: 2_000, statement_timeout: 600_000 };

/**
 * A connection of its own for what takes long, such as retiring a month of the ledger: decisions neither wait behind it nor
 * lend it their limits of time. It connects at its first statement.
 */
export function upkeepOn(connection: Connection): Upkeep {
  const database = connect(connection, settings);
  const policy = retry(
    handleWhen((cause) => ['lost', 'blocked'].includes(failureKind(cause))),
    { maxAttempts: 9, backoff: new ExponentialBackoff({ initialDelay: 20, maxDelay: 1_500 }) },
  );
  return {
    send: (statement) => policy.execute(async () => statement(database.sql)).catch(unavailableUnlessBug),
    close: () => database.close(),
  };
}
