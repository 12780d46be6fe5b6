import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import postgres from 'postgres';
import type { PageLinks } from '../pages/page-shell.ts';
import { mailboxApi } from './mailbox-api.ts';
import type { MailboxContext } from './mailbox-context.ts';
import { mailboxPage } from './page/mailbox-page.ts';
import { resendApi } from './resend-api.ts';
import { createMailboxSchema } from './store/create-mailbox-schema.ts';

export type MailboxOptions = {
  /** On 127.0.0.1; 0 takes a free one. */
  port: number;
  /** The Postgres that keeps mails and the log of requests, in schema `mailbox`. */
  databaseUrl: string;
  /** The clock by which keys are forgotten after 24 hours. */
  now?: () => Date;
  /** Other pages of the local stack, linked from this one. */
  links?: PageLinks;
};

export type Mailbox = {
  /** What RESEND_BASE_URL is set to, and where the page is. */
  url: string;
  stop(): Promise<void>;
};

/**
 * Starts a mailbox that speaks Resend's wire protocol for sending and shows what arrives on a page.
 * Nothing leaves the machine. All it knows is in Postgres, so a restart loses nothing.
 *
 * @throws when Postgres can't be reached or the port is taken.
 */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const sql = postgres(options.databaseUrl, { max: 4, onnotice: () => {} });
  const stopping = new AbortController();
  const context: MailboxContext = { sql, now: options.now ?? (() => new Date()), stopping: stopping.signal };
  const app = new Hono();
  app.route('/api', mailboxApi(context));
  app.route('/', mailboxPage(context, options.links ?? {}));
  app.route('/', resendApi(context));
  const server = createAdaptorServer({ fetch: app.fetch });
  try {
    await createMailboxSchema(sql);
    await listen(server, options.port);
  } catch (error) {
    await sql.end();
    throw error;
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      stopping.abort();
      const closed = new Promise<void>((done) => server.close(() => done()));
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      await closed;
      await sql.end();
    },
  };
}

function listen(server: ReturnType<typeof createAdaptorServer>, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const taken = `The mailbox can't listen on 127.0.0.1:${port}: another program has this port.`;
    reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error);
  });
  server.listen(port, '127.0.0.1', () => resolve());
  return promise;
}
