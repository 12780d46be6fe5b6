import { serve } from '@hono/node-server';
import { createApp } from './create-app.ts';
import { EnvError, readEnv } from './env.ts';

/** Starts one web process. Any number of them may run on one database. */
function main() {
  const env = readEnv(process.env);
  const { app, close } = createApp(env);
  const server = serve({ fetch: app.fetch, hostname: env.HOST, port: env.PORT }, ({ port }) => {
    console.log(`Web listens on http://${env.HOST}:${port}`);
  });
  server.on('error', (cause) => {
    console.error(cause.message);
    process.exit(1);
  });
  const stop = () => {
    server.close();
    // A database that is gone would be waited for.
    setTimeout(() => process.exit(1), 8_000).unref();
    // Subscriptions stay open for ever: the process ends once what counts is written.
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
