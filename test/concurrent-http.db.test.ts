import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { startExecutor } from '@plimsoll/local';
import { createTestDatabase } from '@plimsoll/local/testing';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppClient, createAppClient } from '../apps/web/server/testing.ts';
import { appEnv } from './support/app-env.ts';
import { generate } from './support/generate.ts';
import { readLedger } from './support/ledger.ts';
import { runScript } from './support/run-script.ts';
import { signIn } from './support/sign-in.ts';
import { startWeb } from './support/start-web.ts';

const undo: (() => Promise<unknown>)[] = [];
const urls: string[] = [];
let urlOfBrokenWriter: string;
let sql: postgres.Sql;

beforeAll(async () => {
  const database = await createTestDatabase();
  undo.push(database.drop);
  const executor = await startExecutor({ databaseUrl: database.url, port: 0, apps: [] });
  undo.push(executor.stop);
  sql = postgres(database.url, { max: 1 });
  undo.push(() => sql.end());
  const env = appEnv(database.url, executor.url);
  await runScript({ script: 'apps/web/server/prepare.ts', env });
  const provider = await startBrokenProvider();
  const webs = await Promise.all([
    startWeb(env),
    startWeb(env),
    startWeb({ ...env, AI_BASE_URL: provider, AI_MODEL: 'broken' }),
  ]);
  undo.push(...webs.map((web) => () => web.end()));
  const [first, second, third] = webs.map(({ url }) => url) as [string, string, string];
  urls.push(first, second);
  urlOfBrokenWriter = third;
}, 90_000);

afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

/** A provider of language models in trouble. */
async function startBrokenProvider(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"in trouble"}}');
  });
  undo.push(
    async () => server.closeAllConnections(),
    async () => server.close(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The provider does not listen.');
  return `http://127.0.0.1:${address.port}/v1`;
}

/** One client for each of the two web processes, in one session. */
async function clientsOf(email: string): Promise<[AppClient, AppClient]> {
  const cookie = await signIn(urls[0] as string, email);
  return urls.map((url) => createAppClient(url, cookie)) as [AppClient, AppClient];
}

const refused = { data: { code: 'TOO_MANY_REQUESTS', quota: { reason: 'exhausted' } } };
const rui = 'rui@quayside.example';
const noor = 'noor@harbouratlas.example';
const sofia = 'sofia@lantern.example';

test('of 200 calls at once over two processes exactly the 100 of the line and the 20 beyond it are granted', async () => {
  const clients = await clientsOf(rui);
  await clients[0].plans.change.mutate({ plan: 'starter' });
  const calls = Array.from({ length: 200 }, (_, n) => generate(clients[(n % 2) as 0 | 1]));
  const outcomes = await Promise.allSettled(calls);

  const granted = outcomes.filter(({ status }) => status === 'fulfilled');
  const others = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(granted).toHaveLength(120);
  expect(others).toHaveLength(80);
  for (const error of others) expect(error).toMatchObject(refused);

  const { entries, sum, used } = await readLedger(sql, 'Quayside Studio', 'aiGenerations');
  expect({ entries: entries.length, sum, used }).toEqual({ entries: 120, sum: 120, used: 120 });
  for (const client of clients) {
    const usage = await client.usage.get.query();
    const shown = { used: 120, remaining: 0, percent: 120, status: 'exhausted' };
    expect(usage).toMatchObject({ scope: 'tenant', meters: { aiGenerations: shown } });
  }
}, 60_000);

test('the same key sent twenty times at once over two processes is charged once and runs once', async () => {
  const clients = await clientsOf(noor);
  const before = await readLedger(sql, 'Harbour Atlas', 'aiGenerations');
  const key = randomUUID();
  const calls = Array.from({ length: 20 }, (_, n) => generate(clients[(n % 2) as 0 | 1], key));
  const outcomes = await Promise.allSettled(calls);

  const others = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(others).toHaveLength(19);
  for (const error of others)
    expect(error).toMatchObject({ data: { code: 'CONFLICT', quota: { outcome: 'replayed' } } });
  const after = await readLedger(sql, 'Harbour Atlas', 'aiGenerations');
  expect(after.entries).toHaveLength(before.entries.length + 1);
  expect(after.used).toBe(before.used + 1);
});

test('a call whose handler throws leaves no charge, and its key, tried again, is charged afresh', async () => {
  const [client] = await clientsOf(noor);
  const inTrouble = createAppClient(urlOfBrokenWriter, await signIn(urlOfBrokenWriter, noor));
  const before = await readLedger(sql, 'Harbour Atlas', 'aiGenerations');
  const key = randomUUID();

  await expect(generate(inTrouble, key)).rejects.toMatchObject({ data: { code: 'INTERNAL_SERVER_ERROR' } });
  const returned = await readLedger(sql, 'Harbour Atlas', 'aiGenerations');
  expect(returned.used).toBe(before.used);
  expect(returned.entries.slice(before.entries.length)).toEqual([
    { kind: 'consume', amount: 1 },
    { kind: 'refund', amount: -1 },
  ]);

  await generate(client, key);
  const after = await readLedger(sql, 'Harbour Atlas', 'aiGenerations');
  expect(after.used).toBe(before.used + 1);
  expect(after.entries.slice(returned.entries.length)).toEqual([{ kind: 'consume', amount: 1 }]);
});

test('a call with an invalid input leaves no charge', async () => {
  const [client] = await clientsOf(noor);
  const before = await readLedger(sql, 'Harbour Atlas', 'aiGenerations');
  for (const prompt of ['', ' ', 'x'.repeat(2_001)]) {
    await expect(client.ai.generate.mutate({ prompt })).rejects.toMatchObject({ data: { code: 'BAD_REQUEST' } });
  }
  expect(await readLedger(sql, 'Harbour Atlas', 'aiGenerations')).toEqual(before);
});

test('a key that was refused is granted after an upgrade', async () => {
  const [client, other] = await clientsOf(sofia);
  await generate(client);
  await generate(client);
  const key = randomUUID();
  await expect(generate(client, key)).rejects.toMatchObject(refused);
  await client.plans.change.mutate({ plan: 'starter' });
  expect(await generate(other, key)).toBe(100 + 20 - 11);
});

test('without a session every protected call is refused', async () => {
  const nobody = createAppClient(urls[0] as string);
  const calls = [
    () => generate(nobody),
    () => nobody.usage.get.query(),
    () => nobody.plans.change.mutate({ plan: 'growth' }),
    () => nobody.projects.create.mutate({ name: 'Nobody’s' }),
    () => nobody.projects.export.mutate(),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } });
});

test('another organisation’s project is not found, and neither side’s rows or counts change', async () => {
  const [client] = await clientsOf(noor);
  const [stranger] = await clientsOf(sofia);
  const state = async () => ({
    projects: [await client.projects.list.query(), await stranger.projects.list.query()],
    own: await readLedger(sql, 'Harbour Atlas', 'projects'),
    strange: await readLedger(sql, 'Lantern Press', 'projects'),
  });
  const before = await state();
  const id = before.projects[0]?.[0]?.id as string;
  await expect(stranger.projects.delete.mutate({ id })).rejects.toMatchObject({ data: { code: 'NOT_FOUND' } });
  expect(await state()).toEqual(before);
});
