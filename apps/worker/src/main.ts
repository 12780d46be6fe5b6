import { serve } from '@hono/node-server';
import { createWorker } from './create-worker.ts';
import { EnvError, readEnv } from './env.ts';

/** Starts one worker process. */
function main() {
  const env = readEnv(process.env);
  const { app, close } = createWorker(env);
  const server = serve({ fetch: app.fetch, hostname: env.HOST, port: env.WORKER_PORT }, ({ port }) => {
    console.log(`Worker listens on http://${env.HOST}:${port}/api/inngest`);
  });
  server.on('error', (cause) => {
    console.error(cause.message);
    process.exit(1);
  });
  const stop = () => {
    server.close();
    // A database that is gone would be waited for.
    setTimeout(() => process.exit(1), 8_000).unref();
    close().finally(() => process.exit(0));
  };
  // The process that started this one has a channel to it: where it dies, this one ends too.
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
}

try {
  main();
} catch (cause) {
  if (!(cause instanceof EnvError)) throw cause;
  console.error(cause.message);
  process.exit(1);
}
