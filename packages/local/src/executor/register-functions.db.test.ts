import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Executor } from './start-executor.ts';
import { endedRun, eventually, getJson, registered, runsOf, startTestExecutor } from './testing/executor-kit.ts';
import { startTestApp, type TestApp } from './testing/test-app.ts';

let database: TestDatabase;
const running: { executor: Executor; app: TestApp }[] = [];
const logged: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const { executor, app } of running.splice(0)) {
    await executor.stop();
    await app.down();
  }
});
afterAll(() => database?.drop());

async function start(options: { now?: () => Date } = {}): Promise<{ executor: Executor; app: TestApp }> {
  const app = await startTestApp();
  const log = (message: string) => void logged.push(message);
  const executor = await startTestExecutor({ databaseUrl: database.url, apps: [app.url], log, ...options });
  running.push({ executor, app });
  return { executor, app };
}

test('a function that asks for an option the executor lacks is refused by name, and the others still run', async () => {
  const { executor, app } = await start();
  const inngest = app.serve(executor.url, (client) => [
    client.createFunction(
      { id: 'limited', concurrency: 2, idempotency: 'event.data.id', triggers: [{ event: 'app/go' }] },
      () => 'never',
    ),
    client.createFunction({ id: 'wrong', triggers: [{ event: 'app/go', if: 'event.data.' }] }, () => 'never'),
    client.createFunction({ id: 'never-due', triggers: [{ cron: '99 * * * *' }] }, () => 'never'),
    client.createFunction({ id: 'plain', triggers: [{ event: 'app/go' }] }, () => 'done'),
  ]);
  expect((await registered(executor, 'shop-limited')).problem).toMatch(
    /^function shop-limited: the local executor doesn't support the options (?=.*concurrency)(?=.*idempotency)/,
  );
  expect((await registered(executor, 'shop-wrong')).problem).toContain('the expression "event.data." is wrong');
  expect((await registered(executor, 'shop-never-due')).problem).toContain('the cron "99 * * * *" is wrong');
  expect((await registered(executor, 'shop-plain')).problem).toBeNull();
  expect(logged.join('\n')).toMatch(/shop-limited.*concurrency/);
  expect(await (await fetch(executor.url)).text()).toMatch(/shop-limited.*concurrency/);

  await inngest.send({ name: 'app/go' });
  expect((await endedRun(executor, 'shop-plain')).output).toBe('done');
  expect(await runsOf(executor, 'shop-limited')).toEqual([]);
});

test('a changed app is seen, and a function that it no longer has is forgotten', async () => {
  const { executor, app } = await start();
  app.serve(executor.url, (client) => [client.createFunction({ id: 'old', triggers: [{ event: 'app/a' }] }, () => 1)]);
  await registered(executor, 'shop-old');
  app.serve(executor.url, (client) => [client.createFunction({ id: 'new', triggers: [{ event: 'app/a' }] }, () => 2)]);
  await registered(executor, 'shop-new');
  const known = await getJson<{ id: string }[]>(`${executor.url}/api/functions`);
  expect(known.map((entry) => entry.id)).toEqual(['shop-new']);
});

test('events that come before an app first registers start its functions once it has', async () => {
  const { executor, app } = await start();
  const sent = await fetch(`${executor.url}/e/key`, {
    method: 'POST',
    body: JSON.stringify({ name: 'app/early', data: { n: 1 } }),
  });
  expect(sent.status).toBe(200);
  app.serve(executor.url, (client) => [
    client.createFunction({ id: 'early', triggers: [{ event: 'app/early' }] }, ({ event }) => event.data.n),
  ]);
  expect((await endedRun(executor, 'shop-early')).output).toBe(1);
});

test('a cron trigger starts one run a tick, restarts and several looks included', async () => {
  let now = new Date('2026-11-24T08:59:30Z');
  const clock = { now: () => now };
  const functions: Parameters<TestApp['serve']>[1] = (client) => [
    client.createFunction(
      { id: 'cron', triggers: [{ cron: 'TZ=Europe/Paris 0 10 * * *' }, { cron: '*/30 * * * *' }] },
      ({ event }) => event.id,
    ),
  ];
  const first = await start(clock);
  first.app.serve(first.executor.url, functions);
  await registered(first.executor, 'shop-cron');
  now = new Date('2026-11-24T09:00:05Z');
  expect((await endedRun(first.executor, 'shop-cron')).output).toBe('2026-11-24T09:00:00Z');
  await first.executor.stop();

  now = new Date('2026-11-24T08:59:50Z');
  const second = await start(clock);
  second.app.serve(second.executor.url, functions);
  await registered(second.executor, 'shop-cron');
  now = new Date('2026-11-24T09:00:10Z');
  const looked = Date.now() + 600;
  await eventually(async () => Date.now() > looked);
  now = new Date('2026-11-24T09:30:00Z');
  await endedRun(second.executor, 'shop-cron', 2);
  const ticks = (await runsOf(second.executor, 'shop-cron')).map((run) => run.output);
  expect(ticks).toEqual(['2026-11-24T09:00:00Z', '2026-11-24T09:30:00Z']);
});

test('what is wrong in an event is refused with 400 and nothing of the request is taken', async () => {
  const { executor } = await start();
  const post = async (body: string) => {
    const response = await fetch(`${executor.url}/e/key`, { method: 'POST', body });
    return { http: response.status, ...((await response.json()) as { status: number; error?: string; ids: string[] }) };
  };
  const good = { name: 'app/good' };
  for (const [body, error] of [
    [JSON.stringify([good, { name: '' }]), 'event name is empty'],
    [JSON.stringify([good, { data: {} }]), 'event name is empty'],
    [JSON.stringify({ name: 'Inngest/x' }), 'event name is reserved for internal use'],
    [JSON.stringify({ ...good, ts: 1 }), 'event ts is not between 1980 and 2100'],
    ['"text"', 'the body must be an event or an array of at most 5000'],
    ['{', 'the body must be an event or an array of at most 5000'],
  ] as const) {
    expect(await post(body)).toEqual({ http: 400, status: 400, ids: [], error });
  }
  expect(await post(JSON.stringify([good, good]))).toMatchObject({
    http: 200,
    status: 200,
    ids: [expect.any(String), expect.any(String)],
  });
});

test('a request repeated with the same seed starts nothing twice', async () => {
  const { executor, app } = await start();
  app.serve(executor.url, (client) => [
    client.createFunction({ id: 'once', triggers: [{ event: 'app/once' }] }, () => 1),
  ]);
  await registered(executor, 'shop-once');
  const send = async () => {
    const headers = { 'x-inngest-event-id-seed': '1795533031114,TFDMdvHIBJ/Bmw==' };
    const body = JSON.stringify([{ name: 'app/once' }, { name: 'app/once' }]);
    return (await fetch(`${executor.url}/e/key`, { method: 'POST', headers, body })).json();
  };
  expect(await send()).toEqual(await send());
  await endedRun(executor, 'shop-once', 2);
  expect(await runsOf(executor, 'shop-once')).toHaveLength(2);
});

test("a page of another site can't send events", async () => {
  const { executor } = await start();
  const headers = { 'sec-fetch-site': 'cross-site' };
  const response = await fetch(`${executor.url}/e/key`, { method: 'POST', headers, body: '{"name":"app/x"}' });
  expect(response.status).toBe(403);
});
