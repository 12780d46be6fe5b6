import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startExecutor, startMailbox, startPostgres } from '@plimsoll/local';
import { startChild } from './child.ts';
import { choosePort, PortError } from './ports.ts';
import { readSecret } from './secret.ts';
import { untilHealthy } from './until-healthy.ts';

/** `npm start`: everything that Plimsoll needs, on this machine, ready to be looked at. */

const home = resolve(process.env.PLIMSOLL_HOME ?? '.plimsoll');
const logFolder = join(home, 'logs');
const log = (line: string) => console.log(line);

type Stoppable = { stop(): Promise<void> };
const running: Stoppable[] = [];
const keep = <T extends Stoppable>(part: T): T => {
  running.push(part);
  return part;
};

async function stopAll() {
  for (const part of running.splice(0).reverse()) await part.stop().catch((cause: unknown) => console.error(cause));
}

async function main() {
  await mkdir(home, { recursive: true });
  const ports = {
    web: await choosePort('PORT', 3000, log),
    worker: await choosePort('WORKER_PORT', 3001, log),
    executor: await choosePort('EXECUTOR_PORT', 8288, log),
    mailbox: await choosePort('MAILBOX_PORT', 8025, log),
  };
  const app = `http://localhost:${ports.web}`;
  const workerUrl = `http://127.0.0.1:${ports.worker}/api/inngest`;

  const databaseUrl = await database();
  const base = { DATABASE_URL: databaseUrl, APP_URL: process.env.APP_URL ?? app };
  const mail = await mailbox(databaseUrl, ports.mailbox);
  const functions = await executor(databaseUrl, ports.executor, workerUrl);
  const secret = process.env.BETTER_AUTH_SECRET ?? (await readSecret(join(home, 'secret')));
  const web = { ...base, ...functions.env, PORT: String(ports.web), BETTER_AUTH_SECRET: secret };

  await once('prepare', 'apps/web/server/prepare.ts', web, log);
  const children = [
    await child('web', 'apps/web/server/main.ts', web),
    await child('worker', 'apps/worker/src/main.ts', {
      ...base,
      ...functions.env,
      ...mail.env,
      WORKER_PORT: String(ports.worker),
    }),
  ];
  for (const { finished } of children) finished.catch(fail);
  await Promise.all([
    untilHealthy(`http://127.0.0.1:${ports.web}/healthz`),
    untilHealthy(`http://127.0.0.1:${ports.worker}/healthz`),
  ]);
  log('Replaying an hour of real traffic …');
  await once('replay', 'apps/web/server/replay/main.ts', web, log);

  log('');
  log(`App        ${app}`);
  if (mail.url) log(`Mailbox    ${mail.url}`);
  if (functions.url) log(`Functions  ${functions.url}`);
  log('Ready. Ctrl-C ends everything; the data stays.');
}

const child = async (name: string, script: string, env: Record<string, string>) =>
  keep(await startChild({ name, script, env, logFolder }));

/** Runs a script to its end, telling what it prints. */
async function once(name: string, script: string, env: Record<string, string>, onLine: (line: string) => void) {
  const { finished } = keep(await startChild({ name, script, env, logFolder, onLine }));
  await finished;
}

async function database(): Promise<string> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  log('Starting Postgres …');
  const postgres = keep(await startPostgres({ dataDir: join(home, 'postgres') }));
  return postgres.url;
}

/** The mailbox, or Resend itself where there is a key for it. */
async function mailbox(databaseUrl: string, port: number) {
  const key = process.env.RESEND_API_KEY;
  if (key) return { url: undefined, env: { RESEND_API_KEY: key } };
  const { url } = keep(await startMailbox({ databaseUrl, port }));
  return { url, env: { RESEND_API_KEY: 're_local', RESEND_BASE_URL: url } };
}

/** The local executor, or Inngest itself where its own variables say which. */
async function executor(databaseUrl: string, port: number, workerUrl: string) {
  const given = Object.entries(process.env).filter(
    (entry): entry is [string, string] => /^INNGEST_/.test(entry[0]) && !!entry[1],
  );
  if (given.length > 0) return { url: undefined, env: Object.fromEntries(given) };
  const { url } = keep(await startExecutor({ databaseUrl, port, apps: [workerUrl] }));
  return { url, env: { INNGEST_DEV: url } };
}

let isEnding = false;
function end(code: number) {
  if (isEnding) return;
  isEnding = true;
  void stopAll().finally(() => process.exit(code));
}

function fail(cause: unknown) {
  if (isEnding) return;
  console.error(cause instanceof PortError || cause instanceof Error ? cause.message : cause);
  end(1);
}

process.on('SIGINT', () => end(0)).on('SIGTERM', () => end(0));
main().catch(fail);
