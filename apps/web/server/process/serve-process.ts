import { serve } from '@hono/node-server';
import { EnvError } from './parse-env.ts';

export type Served = {
  /** What it is called in its log. */
  name: string;
  app: { fetch(request: Request): Response | Promise<Response> };
  host: string;
  port: number;
  /** Writes what must not be lost. */
  close(): Promise<void>;
};

/** A database that is gone would be waited for. */
const closeWithinMs = 8_000;

/**
 * Serves HTTP until a signal, or until the process that started this one is gone. Subscriptions stay open for ever, so the
 * process ends once `close` is through. A wrong environment ends it at once, with the message alone.
 */
export function serveProcess(open: () => Served): void {
  try {
    serveUntilStopped(open());
  } catch (cause) {
    if (!(cause instanceof EnvError)) throw cause;
    console.error(cause.message);
    process.exit(1);
  }
}

function serveUntilStopped({ name, app, host, port, close }: Served): void {
  const server = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
    console.log(`${name} listens on http://${host}:${address.port}`);
  });
  server.on('error', (cause) => {
    console.error(cause.message);
    process.exit(1);
  });
  const stop = () => {
    server.close();
    setTimeout(() => process.exit(1), closeWithinMs).unref();
    close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
}
