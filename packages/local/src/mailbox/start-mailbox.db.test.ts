import { Resend } from 'resend';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { type Mailbox, startMailbox } from './start-mailbox.ts';
import type { Mail } from './store/mail.ts';
import type { LoggedRequest } from './store/request-log.ts';

const mail = {
  from: 'Demo application <usage@app.example>',
  to: 'mara@kestrel.example',
  subject: 'Kestrel Press has used 80 of 100 AI generations',
  html: '<p>20 remain</p>',
  text: '20 remain',
};

let database: TestDatabase;
let mailbox: Mailbox;
let resend: Resend;
let now: Date;

beforeAll(async () => {
  database = await createTestDatabase();
  mailbox = await start();
});

afterAll(async () => {
  await mailbox.stop();
  await database.drop();
});

beforeEach(async () => {
  now = new Date('2026-11-17T10:45:00Z');
  resend = new Resend('re_local', { baseUrl: mailbox.url });
  await setMode({ mode: 'well' });
  await fetch(`${mailbox.url}/api/mails`, { method: 'DELETE' });
});

function start(): Promise<Mailbox> {
  return startMailbox({ port: 0, databaseUrl: database.url, now: () => now });
}

async function read<T>(path: string): Promise<T> {
  return (await fetch(mailbox.url + path)).json() as Promise<T>;
}

async function setMode(mode: { mode: string; delayMs?: number }): Promise<void> {
  const answer = await fetch(`${mailbox.url}/api/mode`, { method: 'PUT', body: JSON.stringify(mode) });
  expect(answer.status).toBe(200);
}

async function outcomes(): Promise<string[]> {
  return (await read<LoggedRequest[]>('/api/requests')).map(({ outcome }) => outcome).reverse();
}

test('a mail that the SDK sends arrives whole and can be asked for', async () => {
  const sent = await resend.emails.send({
    ...mail,
    cc: ['ines@tern.example'],
    replyTo: 'help@app.example',
    headers: { 'X-Notice': 'ntc_1' },
    tags: [{ name: 'level', value: 'warning' }],
  });
  expect(sent.error).toBeNull();
  const [stored] = await read<Mail[]>('/api/mails');
  expect(stored).toMatchObject({
    id: sent.data!.id,
    at: '2026-11-17T10:45:00.000Z',
    key: null,
    request: { ...mail, to: [mail.to], cc: ['ines@tern.example'], reply_to: ['help@app.example'] },
  });
  expect(await read(`/api/mails/${sent.data!.id}`)).toEqual(stored);
  const asked = await resend.emails.get(sent.data!.id);
  expect(asked.data).toMatchObject({
    subject: mail.subject,
    to: [mail.to],
    tags: [{ name: 'level', value: 'warning' }],
  });
});

test('the same key with the same body gives the same id and no second mail', async () => {
  const first = await resend.emails.send(mail, { idempotencyKey: 'ntc_1/email/mara' });
  const second = await resend.emails.send(mail, { idempotencyKey: 'ntc_1/email/mara' });
  expect(second.data).toEqual(first.data);
  expect(await read('/api/mails')).toHaveLength(1);
  expect(await outcomes()).toEqual(['accepted', 'replayed']);
});

test('the same key with another body is refused', async () => {
  await resend.emails.send(mail, { idempotencyKey: 'k' });
  const other = await resend.emails.send({ ...mail, subject: 'Another' }, { idempotencyKey: 'k' });
  expect(other.error).toMatchObject({ statusCode: 409, name: 'invalid_idempotent_request' });
  expect(await read('/api/mails')).toHaveLength(1);
});

test('a key is forgotten after 24 hours, not before', async () => {
  const first = await resend.emails.send(mail, { idempotencyKey: 'k' });
  now = new Date('2026-11-18T10:44:59Z');
  expect((await resend.emails.send(mail, { idempotencyKey: 'k' })).data).toEqual(first.data);
  now = new Date('2026-11-18T10:45:00Z');
  expect((await resend.emails.send(mail, { idempotencyKey: 'k' })).data).not.toEqual(first.data);
  expect(await read('/api/mails')).toHaveLength(2);
});

test('while it answers slowly the mail is there at once, and its key is in progress', async () => {
  await setMode({ mode: 'slow', delayMs: 600_000 });
  const impatient = new AbortController();
  const first = resend.emails.send(mail, { idempotencyKey: 'k', signal: impatient.signal });
  await vi.waitFor(async () => expect(await read('/api/mails')).toHaveLength(1));
  const second = await resend.emails.send(mail, { idempotencyKey: 'k' });
  expect(second.error).toMatchObject({ statusCode: 409, name: 'concurrent_idempotent_requests' });

  await setMode({ mode: 'well' });
  impatient.abort();
  expect((await first).error).not.toBeNull();
  await vi.waitFor(async () => {
    const retried = await resend.emails.send(mail, { idempotencyKey: 'k' });
    expect(retried.data).toEqual({ id: (await read<Mail[]>('/api/mails'))[0]?.id });
  });
  expect(await read('/api/mails')).toHaveLength(1);
});

test('too many requests are turned away with the time to wait, errors inside with a 500, and nothing is stored', async () => {
  await setMode({ mode: '429', delayMs: 1500 });
  const busy = await resend.emails.send(mail, { idempotencyKey: 'k' });
  expect(busy.error).toMatchObject({ statusCode: 429, name: 'rate_limit_exceeded' });
  expect(busy.headers).toMatchObject({ 'retry-after': '2', 'ratelimit-remaining': '0' });
  await setMode({ mode: '500' });
  const broken = await resend.emails.send(mail, { idempotencyKey: 'k' });
  expect(broken.error).toMatchObject({ statusCode: 500, name: 'application_error' });
  expect(await read('/api/mails')).toEqual([]);
  await setMode({ mode: 'well' });
  expect((await resend.emails.send(mail, { idempotencyKey: 'k' })).error).toBeNull();
  expect(await outcomes()).toEqual(['rate_limit_exceeded', 'application_error', 'accepted']);
});

test('what Resend refuses is refused by the same names', async () => {
  const { text, html, ...empty } = mail;
  expect((await resend.emails.send(empty as never)).error).toMatchObject({
    statusCode: 422,
    name: 'missing_required_field',
  });
  const nowhere = await resend.emails.send({ ...mail, to: 'nowhere' });
  expect(nowhere.error).toMatchObject({ statusCode: 422, name: 'validation_error', message: 'Invalid `to` field.' });
  const longKey = await resend.emails.send(mail, { idempotencyKey: 'k'.repeat(257) });
  expect(longKey.error).toMatchObject({ statusCode: 400, name: 'invalid_idempotency_key' });
  const unknown = await resend.emails.get('00000000-0000-0000-0000-000000000000');
  expect(unknown.error).toMatchObject({ statusCode: 404, name: 'not_found' });
  const anonymous = await fetch(`${mailbox.url}/emails`, { method: 'POST', body: JSON.stringify(mail) });
  expect(await anonymous.json()).toMatchObject({ statusCode: 401, name: 'missing_api_key' });
  expect(await read('/api/mails')).toEqual([]);
});

test('a batch is stored whole or not at all, under one key', async () => {
  const two = [mail, { ...mail, to: 'ines@tern.example' }];
  const first = await resend.batch.send(two, { idempotencyKey: 'k' });
  const second = await resend.batch.send(two, { idempotencyKey: 'k' });
  expect(first.data?.data).toHaveLength(2);
  expect(second.data).toEqual(first.data);
  expect((await resend.batch.send([mail, { ...mail, to: 'nowhere' }])).error?.name).toBe('validation_error');
  expect(await read('/api/mails')).toHaveLength(2);
});

test('mails, keys, requests and the mode outlive a restart', async () => {
  const sent = await resend.emails.send(mail, { idempotencyKey: 'k' });
  await setMode({ mode: 'slow', delayMs: 0 });
  await mailbox.stop();
  mailbox = await start();
  resend = new Resend('re_local', { baseUrl: mailbox.url });
  expect(await read('/api/mode')).toEqual({ mode: 'slow', delayMs: 0 });
  expect((await resend.emails.send(mail, { idempotencyKey: 'k' })).data).toEqual(sent.data);
  expect(await outcomes()).toEqual(['accepted', 'replayed']);
});

test('it stops at once, even while answers are held back', async () => {
  await setMode({ mode: 'slow', delayMs: 600_000 });
  const waiting = resend.emails.send(mail);
  await vi.waitFor(async () => expect(await read('/api/mails')).toHaveLength(1));
  await mailbox.stop();
  expect((await waiting).error).toBeNull();
  mailbox = await start();
});

test('a taken port is an error that names it', async () => {
  const port = Number(new URL(mailbox.url).port);
  await expect(startMailbox({ port, databaseUrl: database.url })).rejects.toThrow(`127.0.0.1:${port}: another program`);
});
