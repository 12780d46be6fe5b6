import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startExecutor, startMailbox, startPostgres } from '@plimsoll/local';
import postgres from 'postgres';
import { startChild } from './child.ts';
import { readStartEnv } from './env.ts';
import { openLog } from './log-file.ts';
import { Parts } from './parts.ts';
import { choosePorts } from './ports.ts';
import { readSecret } from './secret.ts';
import { untilHealthy } from './until-healthy.ts';

/** `npm start`: everything that Plimsoll needs, on this machine, ready to be looked at. */

const tell = (line: string) => console.log(line);
const parts = new Parts();

async function main() {
  const env = readStartEnv(process.env);
  const home = resolve(env.PLIMSOLL_HOME);
  const logFolder = join(home, 'logs');
  await mkdir(logFolder, { recursive: true });
  const ports = await choosePorts(env, tell);
  const local = (port: number) => `http://127.0.0.1:${port}`;
  const links = {
    app: `http://localhost:${ports.PORT}`,
    ...(!env.RESEND_API_KEY && { mailbox: local(ports.MAILBOX_PORT) }),
    ...(Object.keys(env.inngest).length === 0 && { functions: local(ports.EXECUTOR_PORT) }),
  };

  const start = (name: string, script: string, own: Record<string, string>, onLine?: (line: string) => void) =>
    parts.keep(() => startChild({ name, script, env: own, logFolder, ...(onLine && { onLine }) }));
  /** Runs a script to its end, telling what it prints. */
  const run = async (name: string, script: string, own: Record<string, string>) =>
    (await start(name, script, own, tell)).finished;

  const databaseUrl = env.DATABASE_URL ? await reached(env.DATABASE_URL) : await embedded(home, logFolder);
  if (links.mailbox) await parts.keep(() => startMailbox({ databaseUrl, port: ports.MAILBOX_PORT, links }));
  if (links.functions) {
    const apps = [`${local(ports.WORKER_PORT)}/api/inngest`];
    const { write: log } = openLog(logFolder, 'executor');
    await parts.keep(() => startExecutor({ databaseUrl, port: ports.EXECUTOR_PORT, apps, links, log }));
  }

  const shared = {
    DATABASE_URL: databaseUrl,
    APP_URL: env.APP_URL ?? links.app,
    ...(links.functions ? { INNGEST_DEV: links.functions } : env.inngest),
  };
  const secret = env.BETTER_AUTH_SECRET ?? (await readSecret(join(home, 'secret')));
  const web = { ...shared, PORT: String(ports.PORT), BETTER_AUTH_SECRET: secret };
  const mail = links.mailbox ? { RESEND_API_KEY: 're_local', RESEND_BASE_URL: links.mailbox } : {};

  await run('prepare', 'apps/web/server/prepare.ts', web);
  const servers = [
    await start('web', 'apps/web/server/main.ts', web),
    await start('worker', 'apps/worker/src/main.ts', { ...shared, ...mail, WORKER_PORT: String(ports.WORKER_PORT) }),
  ];
  for (const { finished } of servers) finished.catch(fail);
  await Promise.all([ports.PORT, ports.WORKER_PORT].map((port) => untilHealthy(`${local(port)}/healthz`)));
  tell('Replaying an hour of real traffic …');
  await run('replay', 'apps/web/server/replay/main.ts', web);

  tell('');
  tell(`App        ${links.app}`);
  if (links.mailbox) tell(`Mailbox    ${links.mailbox}`);
  if (links.functions) tell(`Functions  ${links.functions}`);
  tell(`Ready after ${(performance.now() / 1000).toFixed(1)} s. Ctrl-C ends everything; the data stays.`);
}

/** @throws where no Postgres answers, before anything else stumbles over it. */
async function reached(databaseUrl: string): Promise<string> {
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select 1`;
    return databaseUrl;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`DATABASE_URL: no Postgres answers there (${why}).`, { cause });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function embedded(home: string, logFolder: string): Promise<string> {
  tell('Starting Postgres …');
  const { write: log } = openLog(logFolder, 'postgres');
  const { url } = await parts.keep(() => startPostgres({ dataDir: join(home, 'postgres'), log }));
  return url;
}

function end(code: number) {
  if (!parts.isEnding) void parts.stop().finally(() => process.exit(code));
}

function fail(cause: unknown) {
  if (parts.isEnding) return;
  console.error(cause instanceof Error ? cause.message : cause);
  end(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
// A test that started this has a channel to it; a terminal has none.
process.once('disconnect', () => end(0));
main().catch(fail);
