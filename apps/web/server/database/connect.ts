import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema.ts';

export type AppDatabase = PostgresJsDatabase<typeof schema>;

/** The application's own pool. The quota engine has another. */
export function connectDatabase(url: string): { db: AppDatabase; close(): Promise<void> } {
  const sql = postgres(url, { max: 10, onnotice: () => {}, connection: { application_name: 'plimsoll web' } });
  return { db: drizzle(sql, { schema }), close: () => sql.end({ timeout: 5 }) };
}
