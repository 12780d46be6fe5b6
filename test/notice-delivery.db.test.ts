import { type Executor, startExecutor, startMailbox } from '@plimsoll/local';
import { createTestDatabase } from '@plimsoll/local/testing';
import { createQuota, type Quota } from '@plimsoll/quota/server';
import getPort from 'get-port';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppCatalog, catalog } from '../apps/web/server/catalog.ts';
import { untilHealthy } from '../scripts/start/until-healthy.ts';
import { appEnv } from './support/app-env.ts';
import { mailboxClient } from './support/mailbox-client.ts';
import { runScript } from './support/run-script.ts';
import { startProcess } from './support/start-process.ts';
import { startWeb } from './support/start-web.ts';
import { until } from './support/until.ts';

/** Quick at first, and 27 seconds in sum: a worker starts within a notice's ten retries, also on a busy machine. */
const retryDelaysMs = (attempt: number) => 500 * (attempt + 1);
const undo: (() => Promise<unknown>)[] = [];
let sql: postgres.Sql;
let executor: Executor;
let mailbox: ReturnType<typeof mailboxClient>;
let quota: Quota<AppCatalog>;
let workerEnv: Record<string, string>;

beforeAll(async () => {
  const database = await createTestDatabase();
  undo.push(database.drop);
  sql = postgres(database.url, { max: 1 });
  undo.push(() => sql.end());
  const workerPort = await getPort({ host: '127.0.0.1' });
  const apps = [`http://127.0.0.1:${workerPort}/api/inngest`];
  const databaseUrl = database.url;
  executor = await startExecutor({ databaseUrl, port: 0, apps, retryDelaysMs });
  undo.push(executor.stop);
  const { url: mailboxUrl, stop } = await startMailbox({ databaseUrl, port: 0 });
  undo.push(stop);
  mailbox = mailboxClient(mailboxUrl);
  const env = appEnv(databaseUrl, executor.url);
  workerEnv = {
    ...env,
    WORKER_PORT: String(workerPort),
    APP_URL: 'http://localhost:3000',
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: mailboxUrl,
  };
  await runScript({ script: 'apps/web/server/prepare.ts', env });
  // Its relay hands the notices on; the test spends through an engine of its own, as another process would.
  const web = await startWeb(env);
  undo.push(() => web.end());
  quota = createQuota({ catalog, connection: databaseUrl });
  undo.push(quota.close);
}, 90_000);

afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

/** Starts the worker and waits until it serves. */
async function startWorker() {
  const worker = startProcess({ script: 'apps/worker/src/main.ts', env: workerEnv });
  undo.push(() => worker.end('SIGKILL'));
  await untilHealthy(`http://127.0.0.1:${workerEnv.WORKER_PORT}/healthz`);
  return worker;
}

async function spend(organisation: string, amount: number) {
  const [found] = await sql<[{ id: string }?]>`select id from organization where name = ${organisation}`;
  const request = { tenant: found?.id ?? '', meters: { aiGenerations: amount } };
  expect(await quota.consume(request)).toMatchObject({ outcome: 'granted' });
  return request.tenant;
}

/** The key under which the tenant's notice of this level is told, once it is in the outbox. */
async function keyOf(tenant: string, level: string) {
  const find = async () => {
    const [key] = await sql<[{ key: string }?]>`
      select n.id || '/email/' || m.user_id as key from quota.notice n
      join member m on m.organization_id = n.tenant and m.role = 'owner'
      where n.tenant = ${tenant} and n.facts->>'level' = ${level}`;
    return key?.key;
  };
  return until(`a notice '${level}'`, find);
}

const requestsOf = async (key: string) => (await mailbox.requests()).filter((request) => request.key === key);

/** Waits until the run that tells this notice has ended, and says how. */
async function endOfRun(key: string) {
  const noticeId = key.split('/')[0];
  return until(`the run of notice ${noticeId} has ended`, async () => {
    const runs = (await (await fetch(`${executor.url}/api/runs?limit=500`)).json()) as {
      status: string;
      event: { data: { id: string } };
    }[];
    const own = runs.filter(({ event }) => event.data.id === noticeId);
    expect(own.length).toBeLessThanOrEqual(1);
    return own[0] && own[0].status !== 'running' && own[0].status;
  });
}

test('a threshold that is crossed while the worker is dead is told once when it is back', async () => {
  const first = await startWorker();
  await until('the seeded notices are told', async () => (await mailbox.mailsTo('astrid@northlight.example'))[0]);
  await first.end('SIGKILL');

  const tenant = await spend('Quayside Studio', 8);
  const key = await keyOf(tenant, 'warning');
  const handedOn = async () =>
    (await sql`select 1 from quota.notice where tenant = ${tenant} and sent_at is not null`)[0];
  await until('the notice is handed on', handedOn);
  expect(await mailbox.mailsTo('rui@quayside.example')).toEqual([]);

  const second = await startWorker();
  expect(await endOfRun(key)).toBe('completed');
  expect(await mailbox.mailsTo('rui@quayside.example')).toMatchObject([{ key }]);
  expect(await requestsOf(key)).toMatchObject([{ outcome: 'accepted' }]);
  await second.end();
}, 90_000);

test('a worker that is killed while the answer to its mail is held back sends it again under one key: one mail', async () => {
  await mailbox.behave('slow', 60_000);
  const first = await startWorker();
  const key = await keyOf(await spend('Quayside Studio', 2), 'reached');
  await until('the mail is stored and its answer held back', async () => (await requestsOf(key))[0]);
  await first.end('SIGKILL');
  await mailbox.behave('well');

  const second = await startWorker();
  expect(await endOfRun(key)).toBe('completed');
  expect(await requestsOf(key)).toMatchObject([{ outcome: 'accepted' }, { outcome: 'replayed' }]);
  const mails = await mailbox.mailsTo('rui@quayside.example');
  expect(mails.filter((mail) => mail.key === key)).toHaveLength(1);
  expect(mails).toHaveLength(2);
  await second.end();
}, 90_000);

test('while the mailbox answers 500 the email is tried again; when it is well the email arrives once', async () => {
  await mailbox.behave('500');
  const worker = await startWorker();
  const before = await mailbox.mailsTo('astrid@northlight.example');
  const key = await keyOf(await spend('Northlight Books', 1), 'critical');
  await until('two tries have failed', async () => (await requestsOf(key))[1]);
  await mailbox.behave('well');

  expect(await endOfRun(key)).toBe('completed');
  const outcomes = (await requestsOf(key)).map(({ status }) => status);
  expect(outcomes.slice(0, -1).every((status) => status === 500)).toBe(true);
  expect(outcomes.at(-1)).toBe(200);
  const mails = await mailbox.mailsTo('astrid@northlight.example');
  expect(mails.slice(before.length)).toMatchObject([{ key }]);
  await worker.end();
}, 90_000);
