import { createTestDatabase } from '@plimsoll/local/testing';
import { createQuota, migrateQuota, type Quota } from '@plimsoll/quota/server';
import { type AppCatalog, catalog } from '@plimsoll/web/catalog';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readEnv } from '../env.ts';
import { cronAggregate } from './cron-aggregate.ts';

const secret = 'a secret of enough letters';
let quota: Quota<AppCatalog>;
const undo: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const database = await createTestDatabase();
  await migrateQuota(database.url);
  quota = createQuota({ catalog, connection: database.url });
  undo.push(database.drop, quota.close);
});
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

const env = (more: Record<string, string>) =>
  readEnv({ DATABASE_URL: 'postgres://x/y', APP_URL: 'http://x', RESEND_API_KEY: 're', ...more });
const ask = (method: string, authorization?: string, from = env({ CRON_SECRET: secret })) =>
  cronAggregate({ quota, env: from }).request('/', { method, headers: authorization ? { authorization } : {} });

it('whoever knows the secret aggregates, and sees how far behind it was', async () => {
  await quota.consume({ tenant: 'a', meters: { aiGenerations: 2 } });
  const before = await ask('GET', `Bearer ${secret}`);
  expect(await before.json()).toMatchObject({ ranAt: null, behind: 1, lagMs: expect.any(Number) });
  const run = await ask('POST', `Bearer ${secret}`);
  expect([run.status, await run.json()]).toEqual([200, { entries: 1, done: true }]);
  const after = await ask('GET', `Bearer ${secret}`);
  expect(await after.json()).toMatchObject({ ranAt: expect.any(String), behind: 0, oldestUnreadAt: null, lagMs: 0 });
});

it.each([undefined, 'Bearer', `Bearer ${secret} `.slice(0, -2), `Bearer ${secret}x`, secret, `Basic ${secret}`])(
  'whoever says %s is refused, and nothing is aggregated',
  async (authorization) => {
    await quota.consume({ tenant: 'b', meters: { aiGenerations: 1 } });
    for (const method of ['GET', 'POST']) expect((await ask(method, authorization)).status).toBe(401);
    expect((await quota.aggregationHealth()).behind).toBe(1);
  },
);

it('without a secret there is no such address, and a short one is refused at the start', async () => {
  expect((await ask('POST', 'Bearer ', env({}))).status).toBe(404);
  expect(() => env({ CRON_SECRET: 'short' })).toThrow(/CRON_SECRET/);
});

it('while the database is away it says when to come back', async () => {
  const away = createQuota({ catalog, connection: 'postgres://nobody@127.0.0.1:1/none' });
  const routes = cronAggregate({ quota: away, env: env({ CRON_SECRET: secret }) });
  const answer = await routes.request('/', { method: 'GET', headers: { authorization: `Bearer ${secret}` } });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  await away.close();
});
