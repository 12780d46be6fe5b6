import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { createSchema } from '../database/create-schema.ts';
import { eventually } from '../testing/executor-kit.ts';
import { claimItems, msUntilDue, releaseClaims } from './claim-items.ts';

let database: TestDatabase;
let sql: Sql;
const minuteMs = 60_000;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, { onnotice: () => {} });
  await Promise.all([createSchema(sql), createSchema(sql)]);
});
afterAll(async () => {
  await sql?.end();
  await database?.drop();
});
beforeEach(async () => {
  await sql`delete from executor.run`;
  await sql`insert into executor.run (id, function_id, event) values ('r', 'f', '{}')`;
});

const add = (stepId: string, dueInMs = 0) => sql`
  insert into executor.item (run_id, step_id, kind, due_at)
  values ('r', ${stepId}, 'call', clock_timestamp() + ${dueInMs} * interval '1 ms')`;
const claimed = async (count: number, claimMs = minuteMs) =>
  (await claimItems(sql, 'me', count, claimMs)).map((item) => item.stepId);

test('an item is claimed once, however many claim at the same time', async () => {
  await sql`
    insert into executor.item (run_id, step_id, kind) select 'r', 's' || n, 'call' from generate_series(1, 1000) n`;
  await Promise.all(Array.from({ length: 10 }, () => sql`select pg_sleep(0.1)`)); // opens all ten connections
  const all = await Promise.all(Array.from({ length: 10 }, () => claimed(100)));
  expect(all.flat()).toHaveLength(1000);
  expect(new Set(all.flat()).size).toBe(1000);
});

test('an item that is not due is left alone, and the wait until it is known', async () => {
  await add('later', 5000);
  expect(await claimed(5)).toEqual([]);
  const ms = await msUntilDue(sql, minuteMs);
  expect(ms).toBeGreaterThan(4000);
  expect(ms).toBeLessThanOrEqual(5000);
});

test("a claim that has run out or was released is another's to take", async () => {
  await add('s');
  expect(await claimed(1, 50)).toEqual(['s']);
  expect(await eventually(async () => (await claimed(1)).length === 1)).toBe(true);
  expect(await claimed(1)).toEqual([]);
  await releaseClaims(sql);
  expect(await claimed(1)).toEqual(['s']);
});
