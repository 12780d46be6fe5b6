import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type RunningPostgres, startPostgres } from '@plimsoll/local';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrateQuota } from '../server.ts';
import { isLong } from '../testing/long.ts';

/** Clients are killed with -9 and Postgres as by a power cut, at random moments; clients retry with the same keys. */
const rounds = isLong ? 20 : 5;
const pieces = 240;
const script = fileURLToPath(new URL('../testing/crash-client.ts', import.meta.url));

let folder: string;
let server: RunningPostgres;
const children: ChildProcess[] = [];
const start = (port?: number) =>
  startPostgres({
    dataDir: join(folder, 'data'),
    ...(port === undefined ? {} : { port }),
    settings: { full_page_writes: 'off' },
  });
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-crash-'));
  chmodSync(folder, 0o711); // As root the server is another user, who must get through to its data.
  server = await start();
  await migrateQuota(server.url);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function startClient(round: number) {
  const child = fork(script, [server.url, String(round), String(pieces)], { execArgv: ['--import', 'tsx'] });
  children.push(child);
  const done = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code, signal) =>
      reject(new Error(`A client ended with ${code ?? signal} before it was done.`)),
    );
  });
  done.catch(() => {});
  return { child, done };
}

/** Until something of this round is booked, so that what is killed is at work. */
async function isAtWork(round: number): Promise<void> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const count = async () => (await sql<[{ n: number }]>`select count(*)::int as n from quota.batch`)[0].n;
  const before = await count();
  while ((await count()) < before + 5 + round) await sleep(10);
  await sql.end();
}

it(`each key takes effect once and every hold ends once, through ${rounds} rounds of kills`, {
  timeout: rounds * 40_000,
}, async () => {
  let kills = 0;
  for (let round = 0; round < rounds; round++) {
    const first = startClient(round);
    await isAtWork(round);
    await sleep(Math.random() * 150);
    first.child.kill('SIGKILL');
    kills += 1;
    const second = startClient(round);
    await isAtWork(round).catch(() => {});
    await sleep(Math.random() * 100);
    const { port } = server;
    server.kill();
    kills += 1;
    server = await start(port);
    await second.done;
  }

  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const keys = await sql<{ charges: number; amount: number; kind: string }[]>`
    select count(distinct charge)::int as charges, sum(amount)::int as amount, min(kind) as kind from quota.entry
    where key is not null and charge not in (select charge from quota.entry where kind = 'refund') group by key`;
  expect(keys).toHaveLength(rounds * pieces);
  expect(keys.filter(({ charges }) => charges !== 1)).toEqual([]);
  const held = keys.filter(({ kind }) => kind === 'settle');
  expect(held).toHaveLength((rounds * pieces) / 3);
  expect(held.filter(({ amount }) => amount !== 7)).toEqual([]);
  const holds = await sql`select ending, count(*)::int from quota.hold group by ending`;
  expect(holds.filter(({ ending }) => ending === null)).toEqual([]);
  const apart = await sql`
    select b.id from quota.balance b left join quota.entry e on e.balance_id = b.id
    group by b.id having b.used <> coalesce(sum(e.amount), 0) or b.held <> 0`;
  expect(apart).toHaveLength(0);
  await sql.end();
  console.log(`crash rounds: ${rounds} rounds, ${kills} kills, ${keys.length} keys, 0 failures`);
});
