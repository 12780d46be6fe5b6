import type { TRPCError } from '@trpc/server';
import { QuotaDecisionError } from './quota-error-data.ts';

/**
 * For `responseMeta` of tRPC's adapters: the header `retry-after` (RFC 9110, 10.2.3), whole seconds, where calls of the
 * response were refused for a time. Of several the longest. Streamed responses leave before their calls are decided and
 * have no such header; `data.quota.retryAfterMs` is always there.
 */
export function quotaResponseMeta({ errors }: { errors: readonly TRPCError[] }): { headers?: Headers } {
  const waitsMs = errors.flatMap(({ cause }) => {
    if (!(cause instanceof QuotaDecisionError) || !('retryAfterMs' in cause.data)) return [];
    return cause.data.retryAfterMs === null ? [] : [cause.data.retryAfterMs];
  });
  if (waitsMs.length === 0) return {};
  return { headers: new Headers({ 'retry-after': String(Math.ceil(Math.max(...waitsMs) / 1_000)) }) };
}
