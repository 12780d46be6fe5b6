import { createServer } from 'node:http';
import type { AnyTRPCRouter } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { quotaResponseMeta } from '../trpc.ts';

/** Serves a router on a free port, every call with the context that `contextOf` gives. */
export async function serveTrpc<R extends AnyTRPCRouter>(router: R, contextOf: (headers: Headers) => object) {
  const handler = createHTTPHandler({
    router,
    createContext: ({ req }) => contextOf(new Headers(req.headers as Record<string, string>)) as never,
    responseMeta: quotaResponseMeta,
  });
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
