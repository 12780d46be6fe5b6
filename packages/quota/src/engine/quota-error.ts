/** A request that can't be decided because it is wrong. Nothing was changed. */
export class InvalidRequestError extends Error {
  override readonly name: string = 'InvalidRequestError';
  /** Which part of the request: `meters.aiTokens`, `key`, `plan`. */
  readonly field: string;
  /** What to do about it. */
  readonly remedy: string;

  constructor(field: string, problem: string, remedy: string) {
    super(`${field}: ${problem}. ${remedy}`);
    this.field = field;
    this.remedy = remedy;
  }
}

/** A key that stands for another request already. Nothing was changed. */
export class KeyReusedError extends InvalidRequestError {
  override readonly name = 'KeyReusedError';
  /** The charge that the key stands for. */
  readonly charge: string;

  constructor(charge: string) {
    super(
      'key',
      'it was used for another request',
      'Send a new key with each new operation, the same one only to retry it.',
    );
    this.charge = charge;
  }
}

/** A hold that ends only once, and did. Nothing was changed. */
export class HoldEndedError extends InvalidRequestError {
  override readonly name = 'HoldEndedError';
  readonly ending: 'settled' | 'released' | 'expired';

  constructor(ending: 'settled' | 'released' | 'expired') {
    super('hold', `it was ${ending} already`, 'Make a new hold for more work.');
    this.ending = ending;
  }
}

/** The database could not be asked. Whether anything was written is known: nothing was. */
export class QuotaUnavailableError extends Error {
  override readonly name = 'QuotaUnavailableError';
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number, cause?: unknown) {
    super('The limits could not be checked.', { cause });
    this.retryAfterMs = retryAfterMs;
  }
}
