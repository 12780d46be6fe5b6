import { join } from 'node:path';
import { startExecutor, startMailbox } from '@plimsoll/local';
import { startChild } from './child.ts';
import { findDatabase } from './database.ts';
import type { StartEnv } from './env.ts';
import { openLog } from './log-file.ts';
import type { Parts } from './parts.ts';
import { choosePorts } from './ports.ts';
import { readSecret } from './secret.ts';
import { untilHealthy } from './until-healthy.ts';

export type Surroundings = {
  env: StartEnv;
  /** Where all data stands. */
  home: string;
  logFolder: string;
  parts: Parts;
  tell(line: string): void;
  /** Told of a server that ends by itself. */
  fail(cause: unknown): void;
};

/** Where the parts are that run here; the app always does. */
export type Links = { app: string; mailbox?: string; functions?: string };

const local = (port: number) => `http://127.0.0.1:${port}`;

/** Starts all parts and waits until they serve, the sample data is there and the recording has been replayed. */
export async function startStack(here: Surroundings): Promise<Links> {
  const { env, home, logFolder, parts, tell } = here;
  const ports = await choosePorts(env, tell);
  const links: Links = {
    app: `http://localhost:${ports.PORT}`,
    ...(!env.RESEND_API_KEY && { mailbox: local(ports.MAILBOX_PORT) }),
    ...(Object.keys(env.inngest).length === 0 && { functions: local(ports.EXECUTOR_PORT) }),
  };
  const databaseUrl = await findDatabase(here);
  const shared = {
    DATABASE_URL: databaseUrl,
    APP_URL: env.APP_URL ?? links.app,
    ...(links.functions ? { INNGEST_DEV: links.functions } : env.inngest),
  };
  const secret = env.BETTER_AUTH_SECRET ?? (await readSecret(join(home, 'secret')));
  const web = { ...shared, PORT: String(ports.PORT), BETTER_AUTH_SECRET: secret };
  const mail = links.mailbox && { RESEND_API_KEY: 're_local', RESEND_BASE_URL: links.mailbox };
  const worker = { ...shared, ...mail, WORKER_PORT: String(ports.WORKER_PORT) };

  async function startMailboxHere() {
    if (links.mailbox) await parts.keep(() => startMailbox({ databaseUrl, port: ports.MAILBOX_PORT, links }));
  }
  async function startExecutorHere() {
    const log = openLog(logFolder, 'executor').write;
    const apps = [`${local(ports.WORKER_PORT)}/api/inngest`];
    const options = { databaseUrl, port: ports.EXECUTOR_PORT, apps, links, log };
    if (links.functions) await parts.keep(() => startExecutor(options));
  }
  /** Migrates, seeds and replays; the web process starts as soon as its tables are there. */
  async function prepareAndServe() {
    const { promise: migrated, resolve: isMigrated } = Promise.withResolvers<void>();
    const onLine = (line: string) => {
      tell(line);
      if (line === 'Migrated.') isMigrated();
    };
    const prepare = { name: 'prepare', script: 'apps/web/server/prepare.ts', args: ['replay'], env: web, logFolder };
    const { finished } = await parts.keep(() => startChild({ ...prepare, onLine }));
    await Promise.race([migrated, finished]);
    await Promise.all([finished, serve(here, 'web', 'apps/web/server/main.ts', web, ports.PORT)]);
  }
  // Most of a start is loading code, on one core for each process: what doesn't wait for another is started beside it.
  await Promise.all([
    startMailboxHere(),
    startExecutorHere(),
    serve(here, 'worker', 'apps/worker/src/main.ts', worker, ports.WORKER_PORT),
    prepareAndServe(),
  ]);
  return links;
}

type Env = Record<string, string>;

/** Starts a server and waits until it serves. */
async function serve({ parts, logFolder, fail }: Surroundings, name: string, script: string, env: Env, port: number) {
  const { finished } = await parts.keep(() => startChild({ name, script, env, logFolder }));
  finished.catch(fail);
  await untilHealthy(`${local(port)}/healthz`);
}
