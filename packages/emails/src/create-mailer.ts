import { Resend } from 'resend';
import { ZodError } from 'zod';
import { MailRefusedError, MailRetryError } from './mail-errors.ts';
import type { NoticeEmail } from './notice-email.ts';
import { type RenderedEmail, renderNoticeEmail } from './render-notice-email.tsx';

export type MailerOptions = {
  apiKey: string;
  /** Resend's own address unless given: a local mailbox, for one. */
  baseUrl?: string;
  /** `Name <address>`. */
  from: string;
  /** How long a send may take before it counts as failed; 15,000 unless given. */
  timeoutMs?: number;
};

export type NoticeSend = {
  to: string;
  facts: NoticeEmail;
  /** 1 to 256 characters. Resend knows it for 24 hours: however often it is sent, one mail goes out. */
  idempotencyKey: string;
};

export type Mailer = {
  /**
   * Sends one email about a crossing.
   *
   * @returns the provider's id of the mail, the same at each repetition.
   * @throws MailRetryError where a later try may succeed: too many requests, an error at the provider, no connection.
   * @throws MailRefusedError where it never will.
   */
  sendNotice(send: NoticeSend): Promise<{ id: string }>;
};

/** A mailer on Resend. Each call is one try: when to try again is for the caller, who can keep it across a crash. */
export function createMailer({ apiKey, baseUrl, from, timeoutMs = 15_000 }: MailerOptions): Mailer {
  const resend = new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl });
  return {
    async sendNotice({ to, facts, idempotencyKey }) {
      const { subject, html, text } = await rendered(facts);
      const tags = [
        { name: 'kind', value: facts.kind },
        { name: 'level', value: facts.level },
      ];
      const { data, error, headers } = await resend.emails.send(
        { from, to, subject, html, text, tags },
        { idempotencyKey, signal: AbortSignal.timeout(timeoutMs) },
      );
      if (error) throw mailError(error, headers?.['retry-after']);
      return { id: data.id };
    },
  };
}

async function rendered(facts: NoticeEmail): Promise<RenderedEmail> {
  try {
    return await renderNoticeEmail(facts);
  } catch (cause) {
    if (cause instanceof ZodError) throw new MailRefusedError('The facts make no email.', { cause });
    throw cause;
  }
}

function mailError(
  error: { statusCode: number | null; name: string; message: string },
  retryAfter: string | undefined,
) {
  const { statusCode, name, message } = error;
  const text = `Resend: ${name}: ${message}`;
  const mayPass =
    statusCode === null || statusCode === 429 || statusCode >= 500 || name === 'concurrent_idempotent_requests';
  return mayPass ? new MailRetryError(text, waitMs(retryAfter)) : new MailRefusedError(text);
}

/** `retry-after` is a number of seconds or a date (RFC 9110, 10.2.3). */
function waitMs(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined) return null;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : null;
}
