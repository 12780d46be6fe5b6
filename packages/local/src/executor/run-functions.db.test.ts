import { NonRetriableError, RetryAfterError } from 'inngest';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { Executor } from './start-executor.ts';
import { endedRun, eventually, registered, runsOf, startTestExecutor } from './testing/executor-kit.ts';
import { startTestApp, type TestApp } from './testing/test-app.ts';

let database: TestDatabase;
let app: TestApp;
let executor: Executor;
let send: (event: { name: string; data?: Record<string, unknown>; id?: string }) => Promise<{ ids: string[] }>;
const ran: string[] = [];
/** What the body of `gated` waits for. */
let gate = Promise.resolve();

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startTestApp();
  executor = await startTestExecutor({ databaseUrl: database.url, apps: [app.url] });
  const inngest = app.serve(executor.url, (client) => [
    client.createFunction({ id: 'steps', triggers: [{ event: 'app/steps' }] }, async ({ event, step }) => {
      const a = await step.run('a', () => ran.push('a') && { got: event.data.n });
      const b = await step.run('b', () => ran.push('b') && null);
      return { a, b };
    }),
    client.createFunction({ id: 'flaky', retries: 3, triggers: [{ event: 'app/flaky' }] }, async ({ step }) => {
      const first = await step.run('first', () => ran.push('first'));
      await step.run('flaky', () => {
        if (ran.push('flaky') < 4) throw new Error('not yet');
      });
      return first;
    }),
    client.createFunction({ id: 'patient', triggers: [{ event: 'app/patient' }] }, ({ step }) =>
      step.run('asks', () => {
        if (ran.push('asks') === 1) throw new RetryAfterError('later', '1s');
      }),
    ),
    client.createFunction(
      {
        id: 'doomed',
        triggers: [{ event: 'app/doomed' }],
        onFailure: ({ error, event }) => {
          ran.push(`${error.message} in ${event.data.event.data.place}`);
        },
      },
      ({ step }) =>
        step.run('boom', () => {
          ran.push('boom');
          throw new NonRetriableError('no way');
        }),
    ),
    client.createFunction(
      { id: 'other-doomed', retries: 0, triggers: [{ event: 'app/other' }], onFailure: () => void ran.push('other') },
      () => {
        throw new Error('the body');
      },
    ),
    client.createFunction({ id: 'caught', retries: 1, triggers: [{ event: 'app/caught' }] }, async ({ step }) => {
      const bad = step.run('bad', () => {
        throw new RangeError('bad');
      });
      return bad.catch((error: Error) => step.run('mend', () => error.message));
    }),
    client.createFunction({ id: 'sleeper', triggers: [{ event: 'app/sleep' }] }, async ({ step }) => {
      await step.run('before', () => 1);
      await step.sleep('nap', '1s');
      return step.run('after', () => 2);
    }),
    client.createFunction({ id: 'sender', triggers: [{ event: 'app/sender' }] }, ({ step }) =>
      step.sendEvent('tell', [
        { name: 'app/sent.one', data: { k: 1 } },
        { name: 'app/sent.two', data: { k: 2 } },
      ]),
    ),
    client.createFunction({ id: 'wildcard', triggers: [{ event: 'app/sent.*' }] }, ({ event }) => event.data.k),
    client.createFunction(
      { id: 'picky', triggers: [{ event: 'app/picked', if: 'event.data.k >= 2 && event.data.who == "me"' }] },
      ({ event }) => event.data.k,
    ),
    client.createFunction({ id: 'parallel', triggers: [{ event: 'app/parallel' }] }, async ({ step }) => {
      const parts = await Promise.all([
        step.run('p1', () => ran.push('p1') && 1),
        step.run('p2', () => ran.push('p2') && 2),
        step.sleep('pause', '1s').then(() => 3),
      ]);
      return step.run('sum', () => ran.push('sum') && parts);
    }),
    client.createFunction({ id: 'gated', triggers: [{ event: 'app/gated' }] }, async ({ step }) => {
      ran.push('body');
      await gate;
      await Promise.all([step.sleep('short', '1s'), step.sleep('long', '2s')]);
    }),
    client.createFunction({ id: 'naps', triggers: [{ event: 'app/naps' }] }, ({ step }) =>
      Promise.all([step.sleep('short', '1s'), step.sleep('long', '2s')]),
    ),
    client.createFunction({ id: 'waits', triggers: [{ event: 'app/waits' }] }, ({ step }) =>
      step.waitForEvent('for-paid', { event: 'app/paid', timeout: '1m' }),
    ),
  ]);
  send = (event) => inngest.send(event);
  await registered(executor, 'shop-waits');
});
afterAll(async () => {
  await executor?.stop();
  await app?.down();
  await database?.drop();
});
beforeEach(() => {
  ran.length = 0;
  app.calls.length = 0;
});

test('each step runs once and its result is given back, nothing and null included', async () => {
  await send({ name: 'app/steps', data: { n: 7 } });
  const run = await endedRun(executor, 'shop-steps');
  expect(run).toMatchObject({ status: 'completed', output: { a: { got: 7 }, b: null } });
  expect(ran).toEqual(['a', 'b']);
  expect(app.calls).toHaveLength(3);
});

test('a failing step is tried again until it succeeds, and the steps before it are not', async () => {
  await send({ name: 'app/flaky' });
  const run = await endedRun(executor, 'shop-flaky');
  expect(run).toMatchObject({ status: 'completed', retries: 2 });
  expect(ran).toEqual(['first', 'flaky', 'flaky', 'flaky']);
  expect(run.attempts.filter((attempt) => attempt.name === 'flaky').map((attempt) => attempt.error?.message)).toEqual([
    'not yet',
    'not yet',
    undefined,
  ]);
});

test('a step that says when to be tried again is not tried before', async () => {
  await send({ name: 'app/patient' });
  const run = await endedRun(executor, 'shop-patient');
  expect(run.status).toBe('completed');
  const [failed, succeeded] = run.attempts;
  const waitedMs = Date.parse(`${succeeded?.startedAt}`) - Date.parse(`${failed?.endedAt}`);
  expect(waitedMs).toBeGreaterThanOrEqual(990);
});

test('a non-retriable error fails the run at once and starts only its own onFailure', async () => {
  await send({ name: 'app/doomed', data: { place: 'Lisbon' } });
  expect(await endedRun(executor, 'shop-doomed')).toMatchObject({
    status: 'failed',
    retries: 0,
    error: { message: 'no way' },
  });
  expect(await endedRun(executor, 'shop-doomed-failure')).toMatchObject({ status: 'completed' });
  expect(ran).toEqual(['boom', 'no way in Lisbon']);
  expect(await runsOf(executor, 'shop-other-doomed-failure')).toEqual([]);
});

test('a function whose body throws fails after its last try', async () => {
  await send({ name: 'app/other' });
  expect(await endedRun(executor, 'shop-other-doomed')).toMatchObject({
    status: 'failed',
    error: { message: 'the body' },
  });
  await endedRun(executor, 'shop-other-doomed-failure');
  expect(ran).toEqual(['other']);
});

test('a step that failed for good can be caught, and the function goes on', async () => {
  await send({ name: 'app/caught' });
  expect(await endedRun(executor, 'shop-caught')).toMatchObject({ status: 'completed', output: 'bad', retries: 1 });
});

test('a sleep lasts as long as it says and holds no call open', async () => {
  await send({ name: 'app/sleep' });
  const run = await endedRun(executor, 'shop-sleeper');
  expect(run).toMatchObject({ status: 'completed', output: 2 });
  expect(Date.parse(`${run.endedAt}`) - Date.parse(run.startedAt)).toBeGreaterThanOrEqual(1000);
  expect(app.calls).toHaveLength(4);
});

test('events sent by a step start the functions whose wildcard they match', async () => {
  await send({ name: 'app/sender' });
  expect(await endedRun(executor, 'shop-sender')).toMatchObject({
    status: 'completed',
    output: { ids: [expect.any(String), expect.any(String)] },
  });
  await endedRun(executor, 'shop-wildcard', 2);
  const outputs = (await runsOf(executor, 'shop-wildcard')).map((run) => run.output);
  expect(outputs.sort()).toEqual([1, 2]);
});

test("a trigger's expression decides which events start the function", async () => {
  await send({ name: 'app/picked', data: { k: 1, who: 'me' } });
  await send({ name: 'app/picked', data: { who: 'me' } });
  await send({ name: 'app/picked', data: { k: 3, who: 'me' } });
  expect((await endedRun(executor, 'shop-picky')).output).toBe(3);
  expect(await runsOf(executor, 'shop-picky')).toHaveLength(1);
});

test('parallel steps run once each, and the function goes on when the last has ended', async () => {
  await send({ name: 'app/parallel' });
  expect(await endedRun(executor, 'shop-parallel')).toMatchObject({ status: 'completed', output: [1, 2, 3] });
  expect([...ran].sort()).toEqual(['p1', 'p2', 'sum']);
  expect(app.calls.filter((call) => call.stepId === 'step')).toHaveLength(3);
});

test('a sleep that is reported again while it lasts is not slept again', async () => {
  await send({ name: 'app/naps' });
  const run = await endedRun(executor, 'shop-naps');
  expect(run).toMatchObject({ status: 'completed', output: [null, null] });
  expect(Date.parse(`${run.endedAt}`) - Date.parse(run.startedAt)).toBeGreaterThanOrEqual(2000);
  expect(app.calls).toHaveLength(3);
});

test('what ends while a discovery is out is discovered too', async () => {
  const opened = Promise.withResolvers<void>();
  await send({ name: 'app/gated' });
  await eventually(async () => (await runsOf(executor, 'shop-gated'))[0]?.steps.length === 2);
  gate = opened.promise;
  const bothSlept = async () => (await runsOf(executor, 'shop-gated'))[0]?.steps.every((step) => step.endedAt !== null);
  await eventually(bothSlept);
  expect(ran).toEqual(['body', 'body']);
  opened.resolve();
  expect((await endedRun(executor, 'shop-gated')).status).toBe('completed');
  expect(ran).toEqual(['body', 'body', 'body']);
});

test('an event id starts a function once within a day, an event without one each time', async () => {
  await send({ name: 'app/steps', id: 'order-1', data: { n: 1 } });
  await send({ name: 'app/steps', id: 'order-1', data: { n: 2 } });
  await send({ name: 'app/steps', data: { n: 3 } });
  const runs = await eventually(async () => {
    const all = await runsOf(executor, 'shop-steps');
    return all.some((run) => run.event.data.n === 3) && all;
  });
  expect(runs.map((run) => run.event.data.n).filter((n) => n !== 7)).toEqual([1, 3]);
});

test('an opcode that the executor does not know fails the run with its name', async () => {
  await send({ name: 'app/waits' });
  const run = await endedRun(executor, 'shop-waits');
  expect(run.status).toBe('failed');
  expect(run.error?.message).toMatch(/WaitForEvent.*for-paid/);
});
