import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

export type TestDatabase = { url: string; name: string; drop(): Promise<void> };

/**
 * A database of its own for one test file, on the Postgres of this test run.
 *
 * @param options.template the name of a database to copy, which nobody may be connected to. Without it the new one is empty.
 * @returns its connection string, and `drop`, which also throws out whoever is still connected.
 * @throws where no test Postgres runs.
 */
export async function createTestDatabase(options: { template?: string } = {}): Promise<TestDatabase> {
  const server = process.env.PLIMSOLL_TEST_DATABASE_URL;
  if (!server) {
    throw new Error(
      'PLIMSOLL_TEST_DATABASE_URL is not set: no test Postgres runs. ' +
        'Run this test with vitest from the root of the project, whose global setup starts one.',
    );
  }
  const name = `test_${randomBytes(8).toString('hex')}`;
  await ask(server, (sql) => sql`create database ${sql(name)} template ${sql(options.template ?? 'template0')}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: () => ask(server, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  };
}

async function ask(url: string, question: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await question(sql);
  } finally {
    await sql.end();
  }
}
