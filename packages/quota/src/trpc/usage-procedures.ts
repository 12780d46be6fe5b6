import type { TRPCQueryProcedure, TRPCSubscriptionProcedure } from '@trpc/server';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { OwnUsage, TenantUsage } from '../usage/meter-usage.ts';
import type { CallFacts } from './call-facts.ts';
import type { AnyBuilder } from './trpc-types.ts';

export type UsageProcedures<C extends Catalog, TMeta> = {
  /** How all meters of the caller's tenant stand; a member without the right `usage` gets their own `used` only. */
  get: TRPCQueryProcedure<{ meta: TMeta; input: void; output: TenantUsage<C> | OwnUsage<C> }>;
  /** Says at once that it listens, and then each time that the tenant's usage changed, in whichever process. */
  changes: TRPCSubscriptionProcedure<{
    meta: TMeta;
    input: void;
    output: AsyncIterable<{ at: string }, void, unknown>;
  }>;
};

export function usageProcedures<C extends Catalog, TMeta, Ctx>(
  procedure: AnyBuilder,
  facts: CallFacts<C, Ctx>,
): UsageProcedures<C, TMeta> {
  const { quota } = facts;
  const get = procedure.query(async ({ ctx }: { ctx: Ctx }) => {
    const tenant = await facts.tenant({ ctx });
    const maySeeAll = facts.can ? await facts.can(ctx, 'usage') : true;
    return maySeeAll ? quota.usage(tenant) : quota.ownUsage(tenant, facts.actor?.({ ctx }) ?? '');
  });
  const changes = procedure.subscription(async function* ({
    ctx,
    signal,
  }: {
    ctx: Ctx;
    signal: AbortSignal | undefined;
  }) {
    const tenant = await facts.tenant({ ctx });
    let wake = Promise.withResolvers<void>();
    const stop = await quota.onChange(tenant, () => wake.resolve());
    signal?.addEventListener('abort', () => wake.resolve(), { once: true });
    try {
      yield { at: new Date().toISOString() };
      while (!signal?.aborted) {
        await wake.promise;
        if (signal?.aborted) return;
        wake = Promise.withResolvers();
        yield { at: new Date().toISOString() };
      }
    } finally {
      stop();
    }
  });
  return { get, changes } as unknown as UsageProcedures<C, TMeta>;
}
