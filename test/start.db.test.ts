import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import getPort from 'get-port';
import { afterAll, expect, test } from 'vitest';
import { createAppClient } from '../apps/web/server/testing.ts';
import { endLeftServer } from './support/end-left-server.ts';
import { generate } from './support/generate.ts';
import { signIn } from './support/sign-in.ts';
import { startStack } from './support/start-stack.ts';
import { createTempFolder } from './support/temp-folder.ts';
import { until } from './support/until.ts';

const folder = await createTempFolder();
const home = join(folder.path, 'home');
const names = ['PORT', 'WORKER_PORT', 'EXECUTOR_PORT', 'MAILBOX_PORT'] as const;
const ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await getPort()] as const)));
const env = {
  PLIMSOLL_HOME: home,
  REPLAY_SPEED: '1000',
  ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
};
const stacks: ReturnType<typeof startStack>[] = [];

function start(own: Record<string, string>) {
  const stack = startStack(own);
  stacks.push(stack);
  return stack;
}

afterAll(async () => {
  for (const stack of stacks) await stack.signal('SIGTERM');
  for (const dataDir of ['home', 'other']) await endLeftServer(join(folder.path, dataDir, 'postgres')).catch(() => {});
  await folder.remove();
});

/** Takes a port. @returns what gives it back; undefined where another program has it. */
function take(port: number): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(() => server.close()));
  });
}

async function expectAllGone(stack: ReturnType<typeof startStack>) {
  await until('every process of the group is gone', async () => !stack.isAnyAlive(), 3_000);
  expect(existsSync(join(home, 'postgres', 'postmaster.pid'))).toBe(false);
  for (const port of Object.values(ports)) {
    const giveBack = await take(port);
    expect(giveBack, `port ${port} is free`).toBeDefined();
    giveBack?.();
  }
}

/** All that the app shows of one organisation's usage, but for the moment it was read. */
async function readUsage(app: string, email: string) {
  const { at: _, ...usage } = await createAppClient(app, await signIn(app, email)).usage.get.query();
  return usage;
}

const noor = 'noor@harbouratlas.example';
const dana = 'dana@code-assistant.example';

test('it gets ready, keeps its data over Ctrl-C and kill -9, and leaves no process behind', async () => {
  const first = start(env);
  await first.ready;
  const app = first.addressOf('App');
  expect(app).toBe(`http://localhost:${ports.PORT}`);
  expect(await (await fetch(first.addressOf('Mailbox'))).text()).toContain(`href="${first.addressOf('Functions')}"`);
  expect(await (await fetch(first.addressOf('Functions'))).text()).toContain(`href="${app}"`);
  expect(await readUsage(app, dana)).toMatchObject({
    meters: { apiCalls: { used: 8_819 }, aiTokens: { used: 18_059_974 + 245_896 } },
  });
  expect(await first.signal('SIGINT')).toBe(0);
  await expectAllGone(first);

  const second = start(env);
  await second.ready;
  expect(second.printed()).toContain('The recording was replayed before.');
  await generate(createAppClient(app, await signIn(app, noor)));
  const before = [await readUsage(app, noor), await readUsage(app, dana)];
  expect(before[0]).toMatchObject({ meters: { aiGenerations: { used: 121 } } });
  await second.signal('SIGKILL');
  await until('every process of the killed group is gone', async () => !second.isAnyAlive(), 3_000);

  const giveBack = await take(3000);
  const third = start({ ...env, PORT: '' });
  await third.ready;
  giveBack?.();
  const moved = third.addressOf('App');
  expect(third.printed()).toContain(`Port 3000 is taken; PORT is ${new URL(moved).port} this time.`);
  expect([await readUsage(moved, noor), await readUsage(moved, dana)]).toEqual(before);
  expect(await third.signal('SIGINT')).toBe(0);
  await expectAllGone(third);
}, 180_000);

test('a port that was asked for and is taken ends the start with an error that names it', async () => {
  const giveBack = await take(ports.MAILBOX_PORT as number);
  const stack = start({ ...env, PLIMSOLL_HOME: join(folder.path, 'other') });
  expect(await stack.ended).toBe(1);
  giveBack?.();
  expect(stack.printed()).toBe(`MAILBOX_PORT=${ports.MAILBOX_PORT} is taken: free it, or pass another one.`);
});

test('a wrong variable ends the start with an error that names it, before anything is made', async () => {
  const unmade = join(folder.path, 'unmade');
  const stack = start({ PLIMSOLL_HOME: unmade, DATABASE_URL: 'nonsense', PORT: 'abc' });
  expect(await stack.ended).toBe(1);
  expect(stack.printed()).toMatch(
    /^The environment is not right\.\n {2}PORT=abc: not a port.*\n {2}DATABASE_URL: not an/,
  );
  expect(existsSync(unmade)).toBe(false);
});

test('a database that does not answer ends the start with an error that names the variable', async () => {
  const url = `postgres://127.0.0.1:${await getPort()}/plimsoll`;
  const stack = start({ ...env, PLIMSOLL_HOME: join(folder.path, 'other'), DATABASE_URL: url });
  expect(await stack.ended).toBe(1);
  expect(stack.printed()).toMatch(/^DATABASE_URL: no Postgres answers there \(connect ECONNREFUSED .*\)\.$/);
});
