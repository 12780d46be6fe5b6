import type { Catalog, CountedName } from '../catalog/define-catalog.ts';
import type { Amount, CallFacts, HoldOptions } from './call-facts.ts';
import { type AnyAmounts, requestOf } from './charge-call.ts';
import { grantedOrThrow } from './granted-or-throw.ts';
import { HeldCall } from './held-call.ts';
import { type HoldContext, holdContext } from './quota-context.ts';
import { quotaError } from './quota-error-data.ts';
import type { Call, Result } from './trpc-types.ts';
import { isStream } from './watch-stream.ts';

const defaultForMs = 300_000;

/** Sets aside what a call may take, or throws the error that says why not. */
export async function holdCall<C extends Catalog, Ctx>(
  facts: CallFacts<C, Ctx>,
  meter: CountedName<C>,
  amount: Amount<Ctx, unknown>,
  options: HoldOptions<Ctx>,
  call: Call<Ctx>,
): Promise<{ held: HeldCall<C>; quota: HoldContext<string> }> {
  const { forMs = defaultForMs } = options;
  const amounts = { [meter]: amount } as AnyAmounts<CountedName<C>, Ctx>;
  const request = await requestOf<C, Ctx, CountedName<C>>(facts, amounts, options, call);
  const decision = await facts.quota
    .hold({ ...request, forMs })
    .catch((cause: unknown) => Promise.reject(quotaError(cause)));
  const granted = await grantedOrThrow(facts, call.ctx, decision);
  const held = new HeldCall<C>(facts, meter, granted, forMs);
  return { held, quota: holdContext(granted, meter, request.meters[meter] as number, held) };
}

/** Where the hold of a running call is kept, so that its end can end it. */
export type HoldSlot<C extends Catalog> = { held?: HeldCall<C> };

/** Runs the rest of the chain, and ends the hold with it, or with its stream. */
export async function endHoldAfter<C extends Catalog, R extends Result>(
  slot: HoldSlot<C>,
  run: () => Promise<R>,
): Promise<R> {
  const result = await run();
  if (slot.held && result.ok && isStream(result.data)) return { ...result, data: slot.held.endAfter(result.data) };
  await slot.held?.end();
  return result;
}
