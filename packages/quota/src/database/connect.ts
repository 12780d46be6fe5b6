import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { arrayTypes } from './array-types.ts';
import * as schema from './schema.ts';

/** A connection string, or postgres.js options. */
export type Connection = string | postgres.Options<Record<string, never>>;

/** The engine's own small pool: on the application's, transactions that wait for a decision would deadlock with it. */
export type Database = { sql: postgres.Sql; drizzle: PostgresJsDatabase<typeof schema>; close(): Promise<void> };

/**
 * Opens a pool. Connects at its first statement.
 * @param options `prepare: false` behind pgbouncer in transaction mode.
 */
export function connect(connection: Connection, options: postgres.Options<Record<string, never>> = {}): Database {
  const own = {
    max: 6,
    onnotice: () => {},
    connect_timeout: 5,
    fetch_types: false,
    types: arrayTypes,
    ...options,
    connection: { application_name: 'plimsoll', ...options.connection },
  };
  const sql = typeof connection === 'string' ? postgres(connection, own) : postgres({ ...own, ...connection });
  return { sql, drizzle: drizzle(sql, { schema }), close: () => sql.end({ timeout: 5 }) };
}
