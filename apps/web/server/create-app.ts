import { noticeEvent } from '@plimsoll/quota/inngest';
import { quotaResponseMeta } from '@plimsoll/quota/trpc';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import { Inngest } from 'inngest';
import { createAuth } from './auth/create-auth.ts';
import { demoSignIn } from './auth/demo-sign-in.ts';
import { readSession } from './auth/read-session.ts';
import { createServices } from './create-services.ts';
import type { Env } from './env.ts';
import { createRouter } from './router.ts';
import { servePage } from './serve-page.ts';
import { type Context, createAppQuota } from './trpc.ts';
import { chooseWriter } from './writer/choose-writer.ts';

/** One web process: tRPC over HTTP and SSE, sign-in, the built page, and the relay that hands notices to Inngest. */
export function createApp(env: Env) {
  const { db, quota, close } = createServices(env);
  const auth = createAuth(db, env);
  const inngest = new Inngest({ id: 'plimsoll-web' });
  const relay = quota.relay({
    send: async (notices) => void (await inngest.send(notices.map(noticeEvent))),
    onError: (cause) => console.error('Notices wait in the outbox:', cause instanceof Error ? cause.message : cause),
  });
  const router = createRouter(createAppQuota(quota));
  const writer = chooseWriter(env);

  const app = new Hono();
  app.get('/healthz', async (c) => {
    await quota.usage('healthz');
    return c.json({ ok: true });
  });
  app.on(['GET', 'POST'], '/api/auth/*', (c) => auth.handler(c.req.raw));
  if (env.NODE_ENV !== 'production') app.post('/api/demo/sign-in', demoSignIn(auth));
  app.all('/api/trpc/*', (c) =>
    fetchRequestHandler({
      endpoint: '/api/trpc',
      req: c.req.raw,
      router,
      createContext: async (): Promise<Context> => {
        const { headers } = c.req.raw;
        return { env, db, quota, writer, headers, session: await readSession(auth, db, headers) };
      },
      responseMeta: quotaResponseMeta,
      onError: ({ error, path }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR') console.error(`${path ?? '?'}:`, error.cause ?? error);
      },
    }),
  );
  servePage(app);

  return {
    app,
    async close() {
      await relay.stop();
      await close();
    },
  };
}
