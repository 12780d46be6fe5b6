import { createTestDatabase, type TestDatabase } from '@plimsoll/local/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connect } from './connect.ts';

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

it('a statement after one that broke off while rows arrived gets its rows from the first place on', async () => {
  const database = connect({ ...optionsOf(test.url), max: 1 });
  await expect(database.sql`select 1 / (4 - i) from generate_series(1, 9) as i`).rejects.toThrow(/division by zero/);
  const rows = await database.sql<{ i: number }[]>`select i from generate_series(1, 3) as i`;
  expect(rows.map(({ i }) => i)).toEqual([1, 2, 3]);
  const [first] = await database.sql`select 7 as seven`;
  expect(first).toEqual({ seven: 7 });
  await database.close();
});

function optionsOf(url: string) {
  const { hostname, port, username, password, pathname } = new URL(url);
  return { host: hostname, port: Number(port), user: username, pass: password, database: pathname.slice(1) };
}

it('a pool whose connections are killed again and again answers, and ends nobody', async () => {
  const database = connect(test.url);
  const outcomes = new Set<string>();
  for (let round = 0; round < 30; round++) {
    const statements = Array.from({ length: 12 }, () => database.sql`select pg_sleep(0.01), 1 as one`);
    const settled = Promise.allSettled(statements);
    await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.catch(() => {});
    for (const result of await settled) outcomes.add(result.status);
  }
  expect([...outcomes].sort()).toEqual(['fulfilled', 'rejected']);
  await vi.waitFor(async () => expect(await database.sql`select 1 as one`).toEqual([{ one: 1 }]));
  await database.close();
});
