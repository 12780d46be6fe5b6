import { TRPCError } from '@trpc/server';
import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { Charge } from '../engine/verbs.ts';
import type { Amount, CallFacts, ChargeOptions, HoldOptions } from './call-facts.ts';
import { grantedOrThrow } from './granted-or-throw.ts';
import { quotaError } from './quota-error-data.ts';
import type { Call } from './trpc-types.ts';

/** Decides a call and charges it, or throws the error that says why not. */
export async function chargeCall<C extends Catalog, Ctx>(
  facts: CallFacts<C, Ctx>,
  meter: MeterName<C>,
  amount: Amount<Ctx, unknown>,
  options: ChargeOptions<Ctx>,
  call: Call<Ctx>,
): Promise<Charge<C>> {
  const request = await requestOf(facts, meter, amount, options, call);
  const decision = await facts.quota.consume(request).catch((cause: unknown) => Promise.reject(quotaError(cause)));
  return grantedOrThrow(facts, call.ctx, decision);
}

/** What a call asks of a meter, as `consume` and `hold` take it. */
export async function requestOf<C extends Catalog, Ctx, N extends string = MeterName<C>>(
  facts: CallFacts<C, Ctx>,
  meter: N,
  amount: Amount<Ctx, unknown>,
  options: Pick<HoldOptions<Ctx>, 'key' | 'feature'>,
  { ctx, input, path, batchIndex, signal }: Call<Ctx>,
) {
  if (signal?.aborted) throw new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' });
  return {
    tenant: await facts.tenant({ ctx }),
    meters: { [meter]: typeof amount === 'number' ? amount : amount({ ctx, input }) } as { [M in N]?: number },
    key: (options.key ?? facts.key)?.({ ctx, path, batchIndex }),
    // With the meter in it: a procedure may charge several, and each is a request of its own under the call's one key.
    scope: `${path}/${meter}`,
    actor: facts.actor?.({ ctx }),
    feature: options.feature ?? path,
  };
}
