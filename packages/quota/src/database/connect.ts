import postgres from 'postgres';
import { arrayTypes } from './array-types.ts';
import { isConnectionLost } from './connection-lost.ts';
import { keepListening, type Listening } from './keep-listening.ts';
import { statementsOf } from './statements.ts';

/** A connection string, or postgres.js options. */
export type Connection = string | postgres.Options<Record<string, never>>;

/** Connections at most, and the run-time parameters of each, such as `lock_timeout`. */
type Settings = { max?: number } & Record<string, string | number>;

/** The engine's own small pool: on the application's, transactions that wait for a decision would deadlock with it. */
export type Database = {
  /** Sends one statement, a transaction of its own. */
  sql: postgres.ISql;
  /** Listens on a connection of its own, through losses of it, until told to stop. */
  listen(channel: string, onPayload: (payload: string) => void, onAgain: () => void): Listening;
  close(): Promise<void>;
};

/**
 * Opens a pool. Connects at its first statement.
 *
 * When a connection is lost the whole pool is replaced: postgres.js uses a dead connection again with what was left of it,
 * and may then write to nobody or wait for ever (porsager/postgres#1154, #1208). For the same reason nothing here holds a
 * connection over several statements.
 */
export function connect(connection: Connection, settings: Settings = {}): Database {
  const { max = 4, ...parameters } = settings;
  const options = {
    max,
    onnotice: () => {},
    connect_timeout: 5,
    fetch_types: false,
    types: arrayTypes,
    connection: { application_name: 'plimsoll', ...parameters },
  };
  const open = (own = {}) =>
    typeof connection === 'string'
      ? postgres(connection, { ...options, ...own })
      : postgres({ ...options, ...connection, ...own });
  const ends = new Set<Promise<void>>();
  let pool = open();
  let isClosed = false;

  function onError(cause: unknown, from: postgres.Sql) {
    if (from !== pool || isClosed || !isConnectionLost(cause)) return;
    pool = open();
    // What is in flight on the other connections gets its answer first.
    const end = from.end({ timeout: 5 }).finally(() => ends.delete(end));
    ends.add(end);
  }

  return {
    sql: statementsOf(() => pool, onError),
    listen: (...args) => keepListening(open, ...args),
    async close() {
      isClosed = true;
      await Promise.all([pool.end({ timeout: 5 }), ...ends]);
    },
  };
}
