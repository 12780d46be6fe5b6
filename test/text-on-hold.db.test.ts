import { startExecutor } from '@plimsoll/local';
import { createTestDatabase } from '@plimsoll/local/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppClient, createAppClient } from '../apps/web/server/testing.ts';
import { appEnv } from './support/app-env.ts';
import { runScript } from './support/run-script.ts';
import { signIn } from './support/sign-in.ts';
import { startProvider } from './support/start-provider.ts';
import { startWeb } from './support/start-web.ts';
import { until } from './support/until.ts';

const undo: (() => Promise<unknown>)[] = [];
let client: AppClient;

/** A web process whose texts come from a provider of language models. */
beforeAll(async () => {
  const database = await createTestDatabase();
  undo.push(database.drop);
  const executor = await startExecutor({ databaseUrl: database.url, port: 0, apps: [] });
  undo.push(executor.stop);
  const provider = await startProvider();
  undo.push(provider.stop);
  const env = { ...appEnv(database.url, executor.url), AI_BASE_URL: provider.url, AI_MODEL: 'a-model' };
  await runScript({ script: 'apps/web/server/prepare.ts', env });
  const web = await startWeb(env);
  undo.push(() => web.end());
  client = createAppClient(web.url, await signIn(web.url, 'noor@harbouratlas.example'));
}, 90_000);

afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

async function standing() {
  const usage = await client.usage.get.query();
  if (usage.scope !== 'tenant') throw new Error('An owner sees everything.');
  const { aiGenerations, aiTokens } = usage.meters;
  return { generations: aiGenerations.used, tokens: aiTokens.used, held: aiTokens.held };
}

test('a text takes what its provider counts, prompt included; the rest of the hold is returned', async () => {
  const before = await standing();
  let end: unknown;
  for await (const part of await client.ai.generate.mutate({ prompt: '40 words' })) end = part;
  // The provider says 12 for the prompt and 45 for 40 words.
  expect(end).toMatchObject({ type: 'done', settled: 57, returned: 1_024 - 57 });
  expect(await standing()).toEqual({ generations: before.generations + 1, tokens: before.tokens + 57, held: 0 });
});

test('a text that breaks off gives its generation back, and what was written of it counts', async () => {
  const before = await standing();
  const read = async () => {
    for await (const _ of await client.ai.generate.mutate({ prompt: '33 words, then trouble' }));
  };
  await expect(read()).rejects.toThrow();
  await until('the rest is returned', async () => (await standing()).held === 0);
  expect(await standing()).toEqual({ generations: before.generations, tokens: before.tokens + 33, held: 0 });
});

test('a reader who leaves has used the generation and what was written so far', async () => {
  const before = await standing();
  const leave = new AbortController();
  let tokens = 0;
  for await (const part of await client.ai.generate.mutate({ prompt: '500 words, slowly' }, { signal: leave.signal })) {
    if (part.type === 'text') tokens = part.tokens;
    if (tokens === 30) break;
  }
  leave.abort();
  await until('the rest is returned', async () => (await standing()).held === 0);
  const after = await standing();
  expect(after.generations).toBe(before.generations + 1);
  expect(after.tokens - before.tokens).toBeGreaterThanOrEqual(30);
  expect(after.tokens - before.tokens).toBeLessThan(500);
});
