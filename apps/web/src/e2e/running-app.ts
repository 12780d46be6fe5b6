import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTestDatabase } from '@plimsoll/local/testing';
import { execa } from 'execa';
import getPort from 'get-port';

const root = join(import.meta.dirname, '../..');
const run = execa({ cwd: root, preferLocal: true, stdio: ['ignore', 'pipe', 'pipe'] });

export type RunningApp = {
  url: string;
  databaseUrl: string;
  /** Ends the web process, as a deploy or a crash would. The database stays. */
  stopWeb(): Promise<void>;
  startWeb(): Promise<void>;
  close(): Promise<void>;
};

/** The page, which the tests' global setup has built, on a real web process with sample data, on a database of its own. */
export async function runApp(): Promise<RunningApp> {
  const [database, port] = await Promise.all([createTestDatabase(), getPort()]);
  const url = `http://localhost:${port}`;
  const env = {
    NODE_ENV: 'development',
    DATABASE_URL: database.url,
    PORT: String(port),
    BETTER_AUTH_SECRET: 'only-for-this-test-run-0123456789abcdef',
    // Nobody listens there: notices wait in the outbox, and nothing leaves the machine.
    INNGEST_DEV: 'http://127.0.0.1:9',
  };
  await run('tsx', ['server/prepare.ts'], { env });

  let web: ReturnType<typeof start> | undefined;
  const start = () => run('tsx', ['server/main.ts'], { env, reject: false });
  const startWeb = async () => {
    web = start();
    await untilHealthy(url, web);
  };
  const stopWeb = async () => {
    web?.kill('SIGTERM');
    await web;
  };
  await startWeb();
  const close = async () => {
    await stopWeb();
    await database.drop();
  };
  return { url, databaseUrl: database.url, startWeb, stopWeb, close };
}

/** @throws where the process ends before it answers, with what it said. */
async function untilHealthy(url: string, end: PromiseLike<{ stderr: string }>): Promise<void> {
  let said: string | undefined;
  void end.then(({ stderr }) => {
    said = stderr;
  });
  while (said === undefined) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error(`The web process ended before it answered:\n${said}`);
}
