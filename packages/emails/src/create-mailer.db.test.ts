import { createServer } from 'node:http';
import { startMailbox } from '@plimsoll/local';
import { createTestDatabase } from '@plimsoll/local/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMailer } from './create-mailer.ts';
import { MailRefusedError, MailRetryError } from './mail-errors.ts';
import { renderNoticeEmail } from './render-notice-email.tsx';
import { kestrelAtEighty } from './testing/sample-facts.ts';

const send = { to: 'mara@kestrel.example', facts: kestrelAtEighty, idempotencyKey: 'ntc_1/email/mara' };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let mailbox: Awaited<ReturnType<typeof startMailbox>>;

beforeAll(async () => {
  database = await createTestDatabase();
  mailbox = await startMailbox({ port: 0, databaseUrl: database.url });
});

afterAll(async () => {
  await mailbox.stop();
  await database.drop();
});

beforeEach(async () => {
  await setMode('well');
  await fetch(`${mailbox.url}/api/mails`, { method: 'DELETE' });
});

function mailer(options: { baseUrl?: string; timeoutMs?: number } = {}) {
  return createMailer({ apiKey: 're_local', baseUrl: mailbox.url, from: 'Demo <usage@app.example>', ...options });
}

async function setMode(mode: string, delayMs = 0): Promise<void> {
  await fetch(`${mailbox.url}/api/mode`, { method: 'PUT', body: JSON.stringify({ mode, delayMs }) });
}

async function mails(): Promise<{ id: string; key: string; request: Record<string, unknown> }[]> {
  return (await fetch(`${mailbox.url}/api/mails`)).json() as Promise<never>;
}

test('a notice that is sent twice arrives once, whole, under its key', async () => {
  const { id } = await mailer().sendNotice(send);
  expect(await mailer().sendNotice(send)).toEqual({ id });
  const { subject, html, text } = await renderNoticeEmail(kestrelAtEighty);
  expect(await mails()).toMatchObject([
    {
      id,
      key: 'ntc_1/email/mara',
      request: { to: ['mara@kestrel.example'], from: 'Demo <usage@app.example>', subject, html, text },
    },
  ]);
});

test('a provider in trouble asks for another try, with the time it names', async () => {
  await setMode('429', 2000);
  await expect(mailer().sendNotice(send)).rejects.toThrow(MailRetryError);
  await expect(mailer().sendNotice(send)).rejects.toMatchObject({ retryAfterMs: 2000 });
  await setMode('500');
  await expect(mailer().sendNotice(send)).rejects.toMatchObject({ name: 'MailRetryError', retryAfterMs: null });
  expect(await mails()).toEqual([]);
});

test('no connection, and no answer in time, ask for another try', async () => {
  await setMode('slow', 600_000);
  await expect(mailer({ timeoutMs: 200 }).sendNotice(send)).rejects.toThrow(MailRetryError);
  expect(await mails()).toHaveLength(1);

  const closed = createServer();
  await new Promise<void>((listening) => closed.listen(0, '127.0.0.1', listening));
  const { port } = closed.address() as { port: number };
  await new Promise((done) => closed.close(done));
  await expect(mailer({ baseUrl: `http://127.0.0.1:${port}` }).sendNotice(send)).rejects.toThrow(MailRetryError);
});

test('what can never be sent is refused: a bad address, a reused key, facts that make no email', async () => {
  await expect(mailer().sendNotice({ ...send, to: 'nowhere' })).rejects.toThrow(MailRefusedError);
  await mailer().sendNotice(send);
  await expect(mailer().sendNotice({ ...send, to: 'ines@tern.example' })).rejects.toThrow(MailRefusedError);
  const facts = { ...kestrelAtEighty, line: 0 };
  await expect(mailer().sendNotice({ ...send, facts })).rejects.toThrow(MailRefusedError);
});
