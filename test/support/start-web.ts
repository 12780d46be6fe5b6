import getPort from 'get-port';
import { untilHealthy } from '../../scripts/start/until-healthy.ts';
import { startProcess, type TestProcess } from './start-process.ts';

export type TestWeb = TestProcess & { url: string };

/** Starts a web process on a free port, and waits until it serves. */
export async function startWeb(env: Record<string, string>): Promise<TestWeb> {
  const port = await getPort({ host: '127.0.0.1' });
  const web = startProcess({ script: 'apps/web/server/main.ts', env: { ...env, PORT: String(port) } });
  const url = `http://127.0.0.1:${port}`;
  await untilHealthy(`${url}/healthz`);
  return { ...web, url };
}
