import type { Catalog } from '../catalog/define-catalog.ts';
import type { Charge } from '../engine/verbs.ts';
import type { CallFacts, ChargeOptions } from './call-facts.ts';
import type { Result } from './trpc-types.ts';
import { isStream, watchStream } from './watch-stream.ts';

/** Where the charge of a running call is kept, so that its failure can return it. */
export type ChargeSlot<C extends Catalog> = { charged?: Charge<C> };

/** A rate is spent by calling; there is nothing to return, and a charge of nothing else has no entry. */
const isRateOnly = (catalog: Catalog, { meters }: Charge) =>
  Object.keys(meters).every((meter) => catalog.meters[meter]?.kind === 'rate');

/** Runs the rest of the chain; where it fails, or its stream breaks off, returns what the slot holds by then. */
export async function refundUnlessOk<C extends Catalog, Ctx, R extends Result>(
  facts: CallFacts<C, Ctx>,
  slot: ChargeSlot<C>,
  options: ChargeOptions<Ctx>,
  run: () => Promise<R>,
  signal: AbortSignal | undefined,
): Promise<R> {
  const refund = async () => {
    const { charged } = slot;
    if (!charged || options.charge === 'attempt' || isRateOnly(facts.quota.catalog, charged)) return;
    const { tenant, charge } = charged;
    // The call's own error goes to the caller, whatever becomes of the refund.
    await facts.quota.refund({ tenant, charge }).catch((cause: unknown) => facts.onRefundFailed?.(cause, charged));
  };
  const result = await run();
  if (!result.ok) await refund();
  // A reader who leaves has used what was charged, also where the handler then throws as its own source is aborted; a stream
  // that throws by itself has not given it.
  const broke = async () => (signal?.aborted ? undefined : refund());
  return result.ok && isStream(result.data) ? { ...result, data: watchStream(result.data, { broke }) } : result;
}
