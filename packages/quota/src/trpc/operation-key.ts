import { keyHeader, noKey } from '../client/quota-headers.ts';

/**
 * The idempotency key of one operation, as `idempotencyLink` and `quotaHeaders` send it: one HTTP request may carry
 * several operations, and a key belongs to an operation.
 * @param batchIndex the operation's place in its request, from 0.
 */
export function operationKey(headers: Headers, batchIndex = 0): string | undefined {
  const sent = headers.get(keyHeader)?.split(',')[batchIndex]?.trim();
  if (!sent || sent === noKey) return undefined;
  try {
    return decodeURIComponent(sent);
  } catch {
    return sent;
  }
}
