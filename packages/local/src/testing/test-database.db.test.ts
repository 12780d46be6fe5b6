import postgres from 'postgres';
import { expect, test } from 'vitest';
import { createTestDatabase, templateDatabase } from './test-database.ts';

async function ask<T>(url: string, question: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await question(sql);
  } finally {
    await sql.end();
  }
}

test('each database starts as a copy of its template and changes for itself alone', async () => {
  const template = await createTestDatabase();
  await ask(template.url, (sql) => sql`create table room as select 1 as n`);
  const [one, two] = await Promise.all([
    createTestDatabase({ template: template.name }),
    createTestDatabase({ template: template.name }),
  ]);
  await ask(one.url, (sql) => sql`insert into room values (2)`);
  expect(await ask(one.url, (sql) => sql`select n from room order by n`)).toEqual([{ n: 1 }, { n: 2 }]);
  expect(await ask(two.url, (sql) => sql`select n from room`)).toEqual([{ n: 1 }]);
  for (const database of [one, two, template]) await database.drop();
});

test('a template is made once, however many ask for it at once, and anew where making it failed', async () => {
  let made = 0;
  const make = async (url: string) => {
    made += 1;
    if (made === 1) throw new Error('no luck');
    await ask(url, (sql) => sql`create table room as select 1 as n`);
  };
  await expect(templateDatabase('a_template', make)).rejects.toThrow('no luck');
  const names = await Promise.all([1, 2, 3].map(() => templateDatabase('a_template', make)));
  expect(names).toEqual(['a_template', 'a_template', 'a_template']);
  expect(made).toBe(2);
  const copy = await createTestDatabase({ template: 'a_template' });
  expect(await ask(copy.url, (sql) => sql`select n from room`)).toEqual([{ n: 1 }]);
  await copy.drop();
});

test('drop works while someone is still connected, and twice', async () => {
  const database = await createTestDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`select 1`;
  await database.drop();
  await database.drop();
  await expect(sql`select 1`).rejects.toThrow();
  await sql.end();
});

test('without a test Postgres the error says how to get one', async () => {
  const url = process.env.PLIMSOLL_TEST_DATABASE_URL;
  delete process.env.PLIMSOLL_TEST_DATABASE_URL;
  try {
    await expect(createTestDatabase()).rejects.toThrow('PLIMSOLL_TEST_DATABASE_URL is not set');
  } finally {
    process.env.PLIMSOLL_TEST_DATABASE_URL = url;
  }
});
