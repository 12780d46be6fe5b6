/** The provider can't take the mail now; the same send may succeed later, under the same idempotency key. */
export class MailRetryError extends Error {
  override name = 'MailRetryError';
  /** How long the provider asks to wait, or null where it doesn't say. */
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The mail won't be taken however often it is sent: a bad address or key, or facts that make no email. */
export class MailRefusedError extends Error {
  override name = 'MailRefusedError';
}
