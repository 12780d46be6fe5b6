import type { z } from 'zod';

/** An error as Resend puts it: https://resend.com/docs/api-reference/errors */
export type ResendError = { statusCode: 400 | 401 | 404 | 409 | 422 | 429 | 500; name: string; message: string };

export const missingApiKey: ResendError = {
  statusCode: 401,
  name: 'missing_api_key',
  message: 'Missing API key in the authorization header. Include `Authorization: Bearer <key>` in the request.',
};

export const invalidIdempotencyKey: ResendError = {
  statusCode: 400,
  name: 'invalid_idempotency_key',
  message: 'The idempotency key must be between 1 and 256 characters.',
};

export const invalidIdempotentRequest: ResendError = {
  statusCode: 409,
  name: 'invalid_idempotent_request',
  message: 'This idempotency key was used with another request body. Use another key, or the same body.',
};

export const concurrentIdempotentRequests: ResendError = {
  statusCode: 409,
  name: 'concurrent_idempotent_requests',
  message: 'Another request with this idempotency key is in progress. Try again later.',
};

export const rateLimitExceeded: ResendError = {
  statusCode: 429,
  name: 'rate_limit_exceeded',
  message: 'Too many requests. Wait for the time in the `retry-after` header.',
};

export const applicationError: ResendError = {
  statusCode: 500,
  name: 'application_error',
  message: 'An unexpected error occurred.',
};

export const mailNotFound: ResendError = { statusCode: 404, name: 'not_found', message: 'Email not found' };

export const invalidJson: ResendError = {
  statusCode: 400,
  name: 'validation_error',
  message: 'The request body is not valid JSON.',
};

/** Names the first field at fault, as Resend does. */
export function fieldError(error: z.ZodError, body: unknown): ResendError {
  const path = error.issues[0]?.path ?? [];
  const field = path.filter((part) => typeof part === 'string')[0] ?? 'body';
  const holder = path.length > 1 && typeof path[0] === 'number' && Array.isArray(body) ? body[path[0]] : body;
  if (typeof holder === 'object' && holder !== null && (holder as Record<string, unknown>)[field] === undefined) {
    return { statusCode: 422, name: 'missing_required_field', message: `Missing \`${field}\` field.` };
  }
  return { statusCode: 422, name: 'validation_error', message: `Invalid \`${field}\` field.` };
}
