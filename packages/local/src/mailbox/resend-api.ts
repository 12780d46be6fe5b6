import { setTimeout as pause } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { batchRequest, type EmailRequest, emailRequest } from './email-request.ts';
import type { MailboxContext } from './mailbox-context.ts';
import * as errors from './resend-error.ts';
import { acceptMails } from './store/accept-mails.ts';
import { type Mail, readMail } from './store/mail.ts';
import { type Mode, readMode } from './store/mode.ts';
import { logRequest } from './store/request-log.ts';

const MAX_KEY_LENGTH = 256;

type Answer =
  | { kind: 'sent'; outcome: 'accepted' | 'replayed'; ids: string[] }
  | { kind: 'error'; error: errors.ResendError };

/** Resend's API for sending, as far as its SDK speaks it: `POST /emails`, `POST /emails/batch`, `GET /emails/:id`. */
export function resendApi(context: MailboxContext): Hono {
  const { sql, now } = context;
  const inProgress = new Set<string>();
  const api = new Hono();

  api.use('/emails/*', async (c, next) => {
    if (c.req.header('authorization')?.match(/^Bearer \S+/)) return next();
    if (c.req.method === 'POST') await log(c, { kind: 'error', error: errors.missingApiKey });
    return c.json(errors.missingApiKey, 401);
  });
  api.post('/emails', async (c) => {
    const answer = await send(c, (body) => emailRequest.transform((mail) => [mail]).safeParse(body));
    return answer.kind === 'error' ? c.json(answer.error, answer.error.statusCode) : c.json({ id: answer.ids[0] });
  });
  api.post('/emails/batch', async (c) => {
    const answer = await send(c, (body) => batchRequest.safeParse(body));
    if (answer.kind === 'error') return c.json(answer.error, answer.error.statusCode);
    return c.json({ data: answer.ids.map((id) => ({ id })) });
  });
  api.get('/emails/:id', async (c) => {
    const mail = await readMail(sql, c.req.param('id'));
    return mail ? c.json(asResendShowsIt(mail)) : c.json(errors.mailNotFound, 404);
  });
  return api;

  async function send(c: Context, parse: Parse): Promise<Answer> {
    const mode = await readMode(sql);
    const key = c.req.header('idempotency-key');
    if (key !== undefined && inProgress.has(key)) {
      return log(c, { kind: 'error', error: errors.concurrentIdempotentRequests });
    }
    if (key !== undefined) inProgress.add(key);
    try {
      const answer = await log(c, await decide(c, key, parse, mode));
      if (mode.mode === 'slow') await holdBack(c, mode.delayMs);
      return answer;
    } finally {
      if (key !== undefined) inProgress.delete(key);
    }
  }

  async function decide(c: Context, key: string | undefined, parse: Parse, mode: Mode): Promise<Answer> {
    if (mode.mode === '429') {
      const seconds = String(Math.ceil(mode.delayMs / 1000));
      c.header('retry-after', seconds);
      c.header('ratelimit-limit', '2');
      c.header('ratelimit-remaining', '0');
      c.header('ratelimit-reset', seconds);
      return { kind: 'error', error: errors.rateLimitExceeded };
    }
    if (mode.mode === '500') return { kind: 'error', error: errors.applicationError };
    if (key !== undefined && (key.length === 0 || key.length > MAX_KEY_LENGTH)) {
      return { kind: 'error', error: errors.invalidIdempotencyKey };
    }
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) return { kind: 'error', error: errors.invalidJson };
    const parsed = parse(body);
    if (!parsed.success) return { kind: 'error', error: errors.fieldError(parsed.error, body) };
    const acceptance = await acceptMails(sql, { key, path: c.req.path, requests: parsed.data, at: now() });
    if (acceptance.outcome === 'key_reused') return { kind: 'error', error: errors.invalidIdempotentRequest };
    return { kind: 'sent', ...acceptance };
  }

  async function log(c: Context, answer: Answer): Promise<Answer> {
    const came =
      answer.kind === 'sent'
        ? { status: 200, outcome: answer.outcome, mails: answer.ids }
        : { status: answer.error.statusCode, outcome: answer.error.name, mails: [] };
    await logRequest(sql, { at: now(), path: c.req.path, key: c.req.header('idempotency-key') ?? null, ...came });
    return answer;
  }

  /** Until the time is over, the caller has hung up, or the mailbox stops. */
  async function holdBack(c: Context, delayMs: number): Promise<void> {
    const signal = AbortSignal.any([c.req.raw.signal, context.stopping]);
    await pause(delayMs, undefined, { signal }).catch(() => {});
  }
}

type Parse = (
  body: unknown,
) => { success: true; data: EmailRequest[] } | { success: false; error: Parameters<typeof errors.fieldError>[0] };

function asResendShowsIt({ id, at, request }: Mail) {
  return {
    object: 'email',
    id,
    message_id: `<${id}@mailbox.local>`,
    to: request.to,
    from: request.from,
    created_at: at.toISOString(),
    subject: request.subject,
    html: request.html ?? null,
    text: request.text ?? null,
    bcc: request.bcc ?? null,
    cc: request.cc ?? null,
    reply_to: request.reply_to ?? null,
    last_event: 'delivered',
    scheduled_at: null,
    tags: request.tags ?? [],
  };
}
