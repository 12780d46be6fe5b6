import { serveProcess } from '@plimsoll/web/process';
import { createWorker } from './create-worker.ts';
import { readEnv } from './env.ts';

/** Starts one worker process. */
serveProcess(() => {
  const env = readEnv(process.env);
  return { name: 'Worker', host: env.HOST, port: env.WORKER_PORT, ...createWorker(env) };
});
