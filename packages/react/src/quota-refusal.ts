import type { Catalog, QuotaRefusal } from '@plimsoll/quota';
import { useState } from 'react';

const reasons: Record<QuotaRefusal['reason'], true> = {
  exhausted: true,
  too_fast: true,
  not_in_plan: true,
  suspended: true,
  unavailable: true,
};

/**
 * The refusal that a failed tRPC call answered with.
 * @param error what a mutation or query failed with: anything.
 * @returns null where it failed for another reason.
 */
export function quotaRefusalOf<C extends Catalog = Catalog>(error: unknown): QuotaRefusal<C> | null {
  const quota = field(field(error, 'data'), 'quota');
  const reason = field(quota, 'reason');
  return typeof reason === 'string' && Object.hasOwn(reasons, reason) ? (quota as QuotaRefusal<C>) : null;
}

/**
 * Keeps a call's refusal open until it is dismissed: `useQuotaRefusal(generate.error)` feeds the dialog's `refusal` and
 * `onClose`. The same call refused again opens it again.
 */
export function useQuotaRefusal<C extends Catalog = Catalog>(
  error: unknown,
): { refusal: QuotaRefusal<C> | null; dismiss: () => void } {
  const [dismissed, setDismissed] = useState<unknown>(null);
  const refusal = error === dismissed ? null : quotaRefusalOf<C>(error);
  return { refusal, dismiss: () => setDismissed(error) };
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
