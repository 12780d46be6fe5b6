/** One key an operation, in the order of the request's operations. */
export const keyHeader = 'idempotency-key';
/** Stands where an operation has no key. */
export const noKey = '-';

type KeyedOperation = { context: { idempotencyKey?: unknown } };

/** The header that carries the keys of a request's operations: `httpBatchLink({ headers: quotaHeaders })`. */
export function quotaHeaders({ opList }: { opList: readonly KeyedOperation[] }): Record<string, string> {
  const keys = opList.map(({ context }) =>
    typeof context.idempotencyKey === 'string' ? encodeURIComponent(context.idempotencyKey) : noKey,
  );
  return keys.every((key) => key === noKey) ? {} : { [keyHeader]: keys.join(',') };
}
