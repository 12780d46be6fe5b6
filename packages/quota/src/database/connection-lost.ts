/** The codes of postgres.js, of the network, and of Postgres (class 08 and 57P) for a connection that is no more. */
const codes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
]);

/** Whether a statement failed because its connection did. It may or may not have been committed. */
export function isConnectionLost(cause: unknown): boolean {
  const { code } = Object(cause) as { code?: unknown };
  return typeof code === 'string' && (codes.has(code) || /^(08|57P)/.test(code));
}
