import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runThenKill } from '../testing/run-then-kill.ts';
import { standWatch } from '../testing/watchman.ts';
import { isAlive } from './process-table.ts';
import { serverUser } from './server-user.ts';
import { type PostgresOptions, type RunningPostgres, startPostgres } from './start-postgres.ts';

const module = new URL('./start-postgres.ts', import.meta.url).href;
let folder: string;
let dataDir: string;
let running: RunningPostgres[];
let dismissWatch: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-start-'));
  chmodSync(folder, 0o711);
  dataDir = join(folder, 'data');
  running = [];
  dismissWatch = standWatch(folder, dataDir); // Of an interrupted run nothing stays either.
});

afterEach(async () => {
  for (const server of running) await server.stop();
  await rm(folder, { recursive: true, force: true });
  dismissWatch();
});

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDir, ...options });
  running.push(server);
  return server;
}

async function ask<T>(url: string, question: (sql: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await question(sql);
  } finally {
    await sql.end();
  }
}

test('what was committed is there after the server was killed', async () => {
  const first = await start();
  await ask(first.url, (sql) => sql`create table kept as select 42 as answer`);
  first.kill();
  const second = await start();
  expect(await ask(second.url, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);
});

test('it sorts by code point in UTF-8, takes 200 connections and keeps UTC, wherever it runs', async () => {
  const { url } = await start({ settings: { work_mem: '8MB' } });
  const [row] = await ask(
    url,
    (sql) => sql`select 'Z' < 'a' as "codePoints", upper('é') as upper, current_setting('server_encoding') as encoding,
      current_setting('max_connections') as connections, current_setting('TimeZone') as zone,
      current_setting('work_mem') as "ownSetting", current_setting('unix_socket_directories') as sockets,
      current_setting('listen_addresses') as addresses`,
  );
  expect(row).toEqual({
    codePoints: true,
    upper: 'É',
    encoding: 'UTF8',
    connections: '200',
    zone: 'UTC',
    ownSetting: '8MB',
    sockets: '',
    addresses: '127.0.0.1',
  });
});

test('nobody gets in without the password, which only its owner can read', async () => {
  const { url } = await start();
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(ask(wrong.href, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/);
  expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600);
});

test('the server never runs as root, and its data belongs to the user it runs as', async () => {
  const { pid } = await start();
  const uid = process.getuid?.() || serverUser(dataDir).uid;
  expect(uid).not.toBe(0);
  expect(statSync(dataDir).uid).toBe(uid);
  if (process.platform === 'linux') expect(statSync(`/proc/${pid}`).uid).toBe(uid);
});

test('a process id in postmaster.pid that has gone to another program is no hindrance', async () => {
  const first = await start();
  const pidFile = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8');
  await first.stop();
  const stranger = spawn('sleep', ['60'], { ...serverUser(dataDir), cwd: '/' });
  try {
    writeFileSync(join(dataDir, 'postmaster.pid'), pidFile.replace(/^\d+/, String(stranger.pid)));
    const second = await start();
    expect(await ask(second.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
    expect(isAlive(stranger.pid!)).toBe(true);
  } finally {
    stranger.kill();
  }
});

test('a server whose app was killed is shut down and replaced, with all it had committed', async () => {
  const line = await runThenKill(`
    import { startPostgres } from ${JSON.stringify(module)};
    const { url, pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(JSON.stringify({ url, pid }));
  `);
  const orphan = JSON.parse(line) as { url: string; pid: number };
  expect(isAlive(orphan.pid)).toBe(true);
  await ask(orphan.url, (sql) => sql`create table kept as select 42 as answer`);

  const server = await start();
  expect(isAlive(orphan.pid)).toBe(false);
  expect(await ask(server.url, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);
});

test('a server in use by a living process is left alone', async () => {
  const first = await start();
  await expect(startPostgres({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
  expect(await ask(first.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test('a port that must be this one and is taken is an error that names it', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as { port: number };
  try {
    await expect(start({ port })).rejects.toThrow(`127.0.0.1:${port}: another program has this port`);
  } finally {
    other.close();
  }
  expect((await start({ port })).port).toBe(port);
});

test('a data folder that was left half made is made anew', async () => {
  mkdirSync(`${dataDir}.tmp/base`, { recursive: true });
  writeFileSync(`${dataDir}.tmp/PG_VERSION`, '18\n');
  const { url } = await start();
  expect(await ask(url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  expect(existsSync(`${dataDir}.tmp`)).toBe(false);
});

test('stop leaves no process, no claim and no pid file', async () => {
  const server = await startPostgres({ dataDir });
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  expect(existsSync(`${dataDir}.owner`)).toBe(false);
  expect(existsSync(join(dataDir, 'postmaster.pid'))).toBe(false);
});
