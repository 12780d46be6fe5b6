import { Hono } from 'hono';
import type { MailboxContext } from './mailbox-context.ts';
import { deleteMails, readMail, readMails } from './store/mail.ts';
import { modeSchema, readMode, writeMode } from './store/mode.ts';
import { readRequests } from './store/request-log.ts';

const MAX_ROWS = 1000;

/** For tests and the page: what arrived, how often it was tried, and how the mailbox is to behave. */
export function mailboxApi({ sql }: MailboxContext): Hono {
  const api = new Hono();
  api.get('/mails', async (c) =>
    c.json(await readMails(sql, { search: c.req.query('search') ?? '', limit: MAX_ROWS })),
  );
  api.get('/mails/:id', async (c) => {
    const mail = await readMail(sql, c.req.param('id'));
    return mail ? c.json(mail) : c.json({ message: 'No such mail.' }, 404);
  });
  api.delete('/mails', async (c) => {
    await deleteMails(sql);
    return c.body(null, 204);
  });
  api.get('/requests', async (c) => c.json(await readRequests(sql, MAX_ROWS)));
  api.get('/mode', async (c) => c.json(await readMode(sql)));
  api.put('/mode', async (c) => {
    const mode = modeSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!mode.success) return c.json({ message: 'mode: "well", "slow", "429" or "500"; delayMs: 0 to 600000.' }, 400);
    await writeMode(sql, mode.data);
    return c.json(mode.data);
  });
  return api;
}
