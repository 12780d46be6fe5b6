import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@plimsoll/local';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRecording } from '../apps/web/server/replay/read-recording.ts';
import { appEnv } from './support/app-env.ts';
import { runScript } from './support/run-script.ts';
import { startProcess } from './support/start-process.ts';
import { createTempFolder } from './support/temp-folder.ts';
import { until } from './support/until.ts';

const replaying = { script: 'apps/web/server/prepare.ts', args: ['replay'] };
const file = new URL('../apps/web/data/azure-llm-code-2023.csv', import.meta.url);
const folder = await createTempFolder();
let server: RunningPostgres;
let sql: postgres.Sql;

/** With the durability that Postgres has by itself: what was committed stands after a power cut. */
async function startServer() {
  server = await startPostgres({ dataDir: join(folder.path, 'postgres') });
  sql = postgres(server.url, { max: 1, onnotice: () => {} });
}

const env = () => appEnv(server.url, 'http://127.0.0.1:9');

beforeAll(async () => {
  await startServer();
  await runScript({ script: 'apps/web/server/prepare.ts', env: env() });
}, 90_000);

afterAll(async () => {
  await sql?.end();
  await server?.stop();
  await folder.remove();
});

/** The ledger's totals by the replay's keys. */
async function readTotals() {
  const [totals] = await sql<[{ entries: number; keys: number; calls: number; tokens: number }]>`
    select count(*)::int as entries, count(distinct e.key)::int as keys,
      coalesce(sum(e.amount) filter (where b.meter = 'apiCalls'), 0)::int as calls,
      coalesce(sum(e.amount) filter (where b.meter = 'aiTokens'), 0)::int as tokens
    from quota.entry e join quota.balance b on b.id = e.balance_id
    where e.feature = 'code completion' and e.key is not null`;
  return totals;
}

/** Starts the replay and kills it once so many calls are in the ledger. */
async function replayUntil(row: number, kill: (replay: ReturnType<typeof startProcess>) => Promise<unknown>) {
  const replay = startProcess({ ...replaying, env: env() });
  const cutOff = until(`row ${row} is in the ledger`, async () => (await readTotals()).calls >= row, 60_000);
  const endedFirst = replay.ended.then((code) => {
    throw new Error(`The replay ended with ${code} before row ${row}:\n${replay.printed()}`);
  });
  await Promise.race([cutOff, endedFirst]);
  const { calls } = await readTotals();
  endedFirst.catch(() => {});
  await kill(replay);
  return calls;
}

const oneOf = (from: number, to: number) => from + Math.floor(Math.random() * (to - from));

test('a replay that is killed at three random rows, once with its database, books each row once, to the token', async () => {
  const rows = [oneOf(300, 2_700), oneOf(3_300, 5_300), oneOf(6_000, 8_200)] as const;
  await replayUntil(rows[0], (replay) => replay.end('SIGKILL'));
  const committed = await replayUntil(rows[1], async (replay) => {
    server.kill();
    await replay.end('SIGKILL');
  });
  await sql.end({ timeout: 0 });
  await startServer();
  expect((await readTotals()).calls, 'nothing committed is lost').toBeGreaterThanOrEqual(committed);
  await replayUntil(rows[2], (replay) => replay.end('SIGKILL'));
  await runScript({ ...replaying, env: env() });

  const calls = readRecording(await readFile(file, 'utf8'));
  const sumOf = (field: 'contextTokens' | 'generatedTokens') => calls.reduce((sum, call) => sum + call[field], 0);
  expect([calls.length, sumOf('contextTokens'), sumOf('generatedTokens')]).toEqual([8_819, 18_059_974, 245_896]);
  const whole = { entries: 2 * 8_819, keys: 8_819, calls: 8_819, tokens: 18_059_974 + 245_896 };
  expect(await readTotals(), `killed at rows ${rows.join(', ')}`).toEqual(whole);

  expect(await runScript({ ...replaying, env: env() })).toContain('The recording was replayed before.');
  // Also a replay that doesn't know it was done finds each row booked.
  await sql`delete from replayed`;
  await runScript({ ...replaying, env: env() });
  expect(await readTotals()).toEqual(whole);
}, 300_000);
