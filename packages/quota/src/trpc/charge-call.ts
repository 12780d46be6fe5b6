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
  amounts: AnyAmounts<MeterName<C>, Ctx>,
  options: ChargeOptions<Ctx>,
  call: Call<Ctx>,
): Promise<Charge<C>> {
  const request = await requestOf(facts, amounts, options, call);
  const decision = await facts.quota.consume(request).catch((cause: unknown) => Promise.reject(quotaError(cause)));
  return grantedOrThrow(facts, call.ctx, decision);
}

export type AnyAmounts<M extends string, Ctx> = { readonly [N in M]?: Amount<Ctx, unknown> };

/** What a call asks of its meters, as `consume` and `hold` take it. */
export async function requestOf<C extends Catalog, Ctx, M extends MeterName<C>>(
  facts: CallFacts<C, Ctx>,
  amounts: AnyAmounts<M, Ctx>,
  options: Pick<HoldOptions<Ctx>, 'key' | 'feature'>,
  { ctx, input, path, batchIndex, signal }: Call<Ctx>,
) {
  if (signal?.aborted) throw new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' });
  const asked = Object.entries<Amount<Ctx, unknown>>(amounts as Record<string, Amount<Ctx, unknown>>);
  const meters = asked.map(([meter, amount]) => [meter, typeof amount === 'number' ? amount : amount({ ctx, input })]);
  return {
    tenant: await facts.tenant({ ctx }),
    meters: Object.fromEntries(meters) as { [N in M]?: number },
    key: (options.key ?? facts.key)?.({ ctx, path, batchIndex }),
    // With the meters in it: a chain may charge and hold, and each is a request of its own under the call's one key.
    scope: `${path}/${Object.keys(amounts)}`,
    actor: facts.actor?.({ ctx }),
    feature: options.feature ?? path,
  };
}
