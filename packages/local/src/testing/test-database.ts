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
  const url = testServer();
  const server = url.href;
  const name = `test_${randomBytes(8).toString('hex')}`;
  await ask(server, (sql) => sql`create database ${sql(name)} template ${sql(options.template ?? 'template0')}`);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: () => ask(server, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  };
}

/**
 * The name of a database to copy, made by the first in this test run who asks for it; the others wait until it is there.
 *
 * @param name what it is called: one name for what is made in one way.
 * @param make fills the empty database, and leaves nobody connected. Where it fails, the next who asks tries again.
 */
export async function templateDatabase(name: string, make: (url: string) => Promise<void>): Promise<string> {
  const sql = postgres(testServer().href, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(hashtext(${name}))`;
    const [made] = await sql`select from pg_database where datname = ${name}`;
    if (made) return name;
    const { name: unfinished, url, drop } = await createTestDatabase();
    try {
      await make(url);
      await sql`alter database ${sql(unfinished)} rename to ${sql(name)}`;
    } catch (cause) {
      await drop();
      throw cause;
    }
    return name;
  } finally {
    await sql.end();
  }
}

function testServer(): URL {
  const server = process.env.PLIMSOLL_TEST_DATABASE_URL;
  if (server) return new URL(server);
  throw new Error(
    'PLIMSOLL_TEST_DATABASE_URL is not set: no test Postgres runs. ' +
      'Run this test with vitest from the root of the project, whose global setup starts one.',
  );
}

async function ask(url: string, question: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await question(sql);
  } finally {
    await sql.end();
  }
}
