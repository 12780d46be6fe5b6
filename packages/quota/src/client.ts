/** The browser's door. */
export { idempotencyLink } from './client/idempotency-link.ts';
export { quotaHeaders } from './client/quota-headers.ts';
