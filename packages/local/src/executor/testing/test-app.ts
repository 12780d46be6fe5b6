import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Inngest, type InngestFunction } from 'inngest';
import { serve } from 'inngest/node';

/** An app of its own HTTP server that can be taken down and put up again on the same port. */
export interface TestApp {
  readonly url: string;
  /** Calls it got that ran a function, in order, as the wire has them. */
  readonly calls: { stepId: string; fnId: string }[];
  up(): Promise<void>;
  /** Closes the port and cuts what is under way. */
  down(): Promise<void>;
  /** Serves these functions with the real SDK, which sends its events to `executorUrl`. */
  serve(executorUrl: string, functions: (inngest: Inngest) => InngestFunction.Like[], appId?: string): Inngest;
  /** Serves something that isn't the SDK. */
  answer(listener: RequestListener): void;
}

export async function startTestApp(): Promise<TestApp> {
  const calls: { stepId: string; fnId: string }[] = [];
  let listener: RequestListener = (_request, response) => response.writeHead(503).end('not yet');
  let server: Server | null = null;
  let port = 0;

  async function up(): Promise<void> {
    server = createServer((request, response) => {
      const query = new URL(request.url ?? '/', 'http://app').searchParams;
      const fnId = query.get('fnId');
      if (request.method === 'POST' && fnId) calls.push({ fnId, stepId: query.get('stepId') ?? '' });
      listener(request, response);
    });
    await new Promise<void>((resolve, reject) => server?.once('error', reject).listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }
  async function down(): Promise<void> {
    const closing = server;
    server = null;
    await new Promise<void>((resolve) => {
      if (!closing) return resolve();
      closing.close(() => resolve());
      closing.closeAllConnections();
    });
  }

  await up();
  return {
    url: `http://127.0.0.1:${port}/api/inngest`,
    calls,
    up,
    down,
    serve(executorUrl, functions, appId = 'shop') {
      const client = new Inngest({ id: appId, isDev: true, baseUrl: executorUrl, eventKey: 'test' });
      listener = serve({ client, functions: functions(client) });
      return client;
    },
    answer(next) {
      listener = next;
    },
  };
}
