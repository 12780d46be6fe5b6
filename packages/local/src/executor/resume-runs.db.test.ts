import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Executor } from './start-executor.ts';
import { endedRun, eventually, registered, runsOf, startTestExecutor } from './testing/executor-kit.ts';
import { startTestApp, type TestApp } from './testing/test-app.ts';

let database: TestDatabase;
let app: TestApp;
const executors: Executor[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startTestApp();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const executor of executors.splice(0)) await executor.stop();
});
afterAll(async () => {
  await app?.down();
  await database?.drop();
});

async function start(options: { requestTimeoutMs?: number; retryDelaysMs?: () => number } = {}): Promise<Executor> {
  const executor = await startTestExecutor({ databaseUrl: database.url, apps: [app.url], ...options });
  executors.push(executor);
  return executor;
}

/** An executor that can be killed without a chance to tidy up. */
async function startChild(port: number): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./testing/run-executor.ts', import.meta.url));
  const args = ['--experimental-strip-types', '--no-warnings', file, database.url, String(port), app.url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout!, 'data');
  return child;
}

test('after kill -9 in the middle of a step a new executor goes on, and finished steps are not run again', async () => {
  const ran: string[] = [];
  const letGo = Promise.withResolvers<void>();
  const port = await getPort();
  const url = `http://127.0.0.1:${port}`;
  const inngest = app.serve(url, (client) => [
    client.createFunction({ id: 'long', triggers: [{ event: 'app/long' }] }, async ({ step }) => {
      const first = await step.run('first', () => ran.push('first'));
      await step.run('second', async () => {
        if (ran.push('second') === 2) await letGo.promise;
      });
      await step.sleep('nap', '1s');
      return step.run('third', () => ran.push('third') && first);
    }),
  ]);
  const child = await startChild(port);
  await registered({ url, stop: async () => {} }, 'shop-long');
  await inngest.send({ name: 'app/long' });
  await eventually(async () => ran.includes('second'));
  child.kill('SIGKILL');
  await once(child, 'exit');
  letGo.resolve();

  const executor = await start();
  expect(await endedRun(executor, 'shop-long')).toMatchObject({ status: 'completed', output: 1 });
  expect(ran).toEqual(['first', 'second', 'second', 'third']);
});

test('a sleep goes on over a kill -9 and ends when it would have', async () => {
  const port = await getPort();
  const url = `http://127.0.0.1:${port}`;
  const inngest = app.serve(url, (client) => [
    client.createFunction({ id: 'napper', triggers: [{ event: 'app/nap' }] }, async ({ step }) => {
      await step.sleep('nap', '2s');
      return 'awake';
    }),
  ]);
  const child = await startChild(port);
  await registered({ url, stop: async () => {} }, 'shop-napper');
  const called = app.calls.length;
  await inngest.send({ name: 'app/nap' });
  await eventually(async () => (await runsOf({ url, stop: async () => {} }, 'shop-napper'))[0]?.steps.length === 1);
  child.kill('SIGKILL');
  await once(child, 'exit');

  const run = await endedRun(await start(), 'shop-napper');
  expect(run.output).toBe('awake');
  expect(Date.parse(`${run.endedAt}`) - Date.parse(run.startedAt)).toBeGreaterThanOrEqual(2000);
  expect(app.calls).toHaveLength(called + 2);
});

test('a stop waits for the step under way and keeps its result', async () => {
  const ran: string[] = [];
  const letGo = Promise.withResolvers<void>();
  const first = await start();
  const inngest = app.serve(first.url, (client) => [
    client.createFunction({ id: 'polite', triggers: [{ event: 'app/polite' }] }, async ({ step }) => {
      await step.run('slow', async () => {
        ran.push('slow');
        await letGo.promise;
      });
      return step.run('last', () => ran.push('last'));
    }),
  ]);
  await registered(first, 'shop-polite');
  await inngest.send({ name: 'app/polite' });
  await eventually(async () => ran.includes('slow'));
  const stopped = first.stop();
  letGo.resolve();
  await stopped;
  expect(ran).toEqual(['slow']);
  expect(await endedRun(await start(), 'shop-polite')).toMatchObject({ status: 'completed', retries: 0 });
  expect(ran).toEqual(['slow', 'last']);
});

test('a run whose app is down goes on once the app is up again', async () => {
  const ran: string[] = [];
  const executor = await start({ retryDelaysMs: () => 300 });
  const inngest = app.serve(executor.url, (client) => [
    client.createFunction({ id: 'steady', retries: 20, triggers: [{ event: 'app/steady' }] }, async ({ step }) => {
      await step.run('one', () => ran.push('one'));
      await step.sleep('pause', '1s');
      return step.run('two', () => ran.push('two'));
    }),
  ]);
  await registered(executor, 'shop-steady');
  await inngest.send({ name: 'app/steady' });
  await eventually(async () => ran.includes('one'));
  await app.down();
  const { attempts } = await eventually(async () => {
    const [run] = await runsOf(executor, 'shop-steady');
    return run && run.retries > 0 && run;
  });
  expect(attempts.find((attempt) => attempt.error)?.error?.message).toContain("can't be reached");
  await app.up();
  expect((await endedRun(executor, 'shop-steady')).status).toBe('completed');
  expect(ran).toEqual(['one', 'two']);
});

test('an answer that is not from the SDK, an unknown opcode and a silent app end as failed tries or runs', async () => {
  const executor = await start({ requestTimeoutMs: 500 });
  const wire = { 'x-inngest-sdk': 'inngest-js:v4.24.0', 'x-inngest-req-version': '2' };
  const answers: Record<string, () => { status: number; headers?: Record<string, string>; body: string } | null> = {
    proxy: () => ({ status: 200, body: '<html>gateway</html>' }),
    opcode: () => ({ status: 206, headers: wire, body: '[{"id":"abc","op":"Teleport","displayName":"beam"}]' }),
    nothing: () => ({ status: 206, headers: wire, body: '[]' }),
    silent: () => null,
  };
  app.answer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://app');
    if (request.method === 'PUT') {
      const functions = Object.keys(answers).map((id) => ({
        id,
        name: id,
        triggers: [{ event: `app/${id}` }],
        steps: { step: { runtime: { url: app.url }, retries: { attempts: 1 } } },
      }));
      response.writeHead(200, wire).end(JSON.stringify({ app_id: 'wire', functions }));
      return;
    }
    const answer = answers[url.searchParams.get('fnId') ?? '']?.();
    if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await registered(executor, 'silent');
  for (const id of Object.keys(answers)) {
    await fetch(`${executor.url}/e/key`, { method: 'POST', body: JSON.stringify({ name: `app/${id}` }) });
  }
  expect(await endedRun(executor, 'proxy')).toMatchObject({
    status: 'failed',
    retries: 1,
    error: { message: "answered 200, and not by Inngest's SDK: <html>gateway</html>" },
  });
  expect(await endedRun(executor, 'opcode')).toMatchObject({
    status: 'failed',
    retries: 0,
    error: { message: 'the local executor doesn\'t support the opcode Teleport (step "beam")' },
  });
  expect((await endedRun(executor, 'nothing')).error?.message).toContain('neither ended nor named a step');
  expect(await endedRun(executor, 'silent')).toMatchObject({ status: 'failed', retries: 1 });
});

test('a second executor on the same database is refused while the first one works', async () => {
  await start();
  await expect(start()).rejects.toThrow('another executor is running on this database');
});
