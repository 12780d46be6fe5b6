import { join } from 'node:path';
import { startPostgres } from '@plimsoll/local';
import postgres from 'postgres';
import { openLog } from './log-file.ts';
import type { Surroundings } from './start-stack.ts';

/** The address of the Postgres that the environment names, or of the embedded one, started. @throws where none answers. */
export async function findDatabase({ env, home, logFolder, parts, tell }: Surroundings): Promise<string> {
  if (env.DATABASE_URL) {
    await reach(env.DATABASE_URL);
    return env.DATABASE_URL;
  }
  tell('Starting Postgres …');
  const log = openLog(logFolder, 'postgres').write;
  const { url } = await parts.keep(() => startPostgres({ dataDir: join(home, 'postgres'), log }));
  return url;
}

/** Before anything else stumbles over a database that isn't there. */
async function reach(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select 1`;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`DATABASE_URL: no Postgres answers there (${why}).`, { cause });
  } finally {
    await sql.end({ timeout: 1 });
  }
}
