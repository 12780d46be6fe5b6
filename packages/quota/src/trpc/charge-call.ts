import { TRPCError } from '@trpc/server';
import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { Quota } from '../engine/create-quota.ts';
import type { Charge, Decision } from '../engine/verbs.ts';
import type { QuotaRefusal } from '../usage/refusal.ts';
import { decisionError, requestError } from './quota-error-data.ts';
import type { Call } from './trpc-types.ts';

/** What a person may do with a tenant's quotas: change the plan; see the tenant's usage and limits. */
export type Right = 'billing' | 'usage';

/** How an application's context answers for a call. All of it comes from the session, never from input. */
export type CallFacts<C extends Catalog, Ctx> = {
  quota: Quota<C>;
  tenant(opts: { ctx: Ctx }): string | Promise<string>;
  actor?(opts: { ctx: Ctx }): string | undefined;
  can?(ctx: Ctx, right: Right): boolean | Promise<boolean>;
  key?(opts: { ctx: Ctx; path: string; batchIndex: number | undefined }): string | undefined;
  onRefundFailed?(cause: unknown, charge: Charge<C>): void;
};

export type ChargeOptions<Ctx> = {
  /** `success` (default) returns the charge when the call fails, `attempt` keeps it. */
  charge?: 'success' | 'attempt';
  /** The caller's idempotency key for this operation, where it isn't the setup's. */
  key?(opts: { ctx: Ctx; path: string; batchIndex: number | undefined }): string | undefined;
  /** What the usage was for; the procedure's path where it is left out. */
  feature?: string;
};

export type Amount<Ctx, Input> = number | ((opts: { ctx: Ctx; input: Input }) => number);

/** Decides a call and charges it, or throws the error that says why not. */
export async function chargeCall<C extends Catalog, Ctx>(
  facts: CallFacts<C, Ctx>,
  meter: MeterName<C>,
  amount: Amount<Ctx, unknown>,
  options: ChargeOptions<Ctx>,
  { ctx, input, path, batchIndex, signal }: Call<Ctx>,
): Promise<Charge<C>> {
  if (signal?.aborted) throw new TRPCError({ code: 'CLIENT_CLOSED_REQUEST' });
  const decision = await facts.quota
    .consume({
      tenant: await facts.tenant({ ctx }),
      meters: { [meter]: typeof amount === 'number' ? amount : amount({ ctx, input }) } as {
        [M in MeterName<C>]?: number;
      },
      key: (options.key ?? facts.key)?.({ ctx, path, batchIndex }),
      scope: path,
      actor: facts.actor?.({ ctx }),
      feature: options.feature ?? path,
    })
    .catch((cause: unknown) => Promise.reject(requestError(cause)));
  return grantedOrThrow(facts, ctx, decision);
}

/** The charge, or the error that says why not, with the remedies that this caller can use. */
export async function grantedOrThrow<C extends Catalog, Ctx>(
  facts: CallFacts<C, Ctx>,
  ctx: Ctx,
  decision: Decision<C>,
): Promise<Charge<C>> {
  if (decision.outcome === 'granted') return decision;
  throw decisionError(await withRights(facts, ctx, decision));
}

type NotGranted<C extends Catalog> = Exclude<Decision<C>, { outcome: 'granted' }>;

/** Who may not change the plan is told whom to ask in place of being offered what they can't do. */
async function withRights<C extends Catalog, Ctx>(
  facts: CallFacts<C, Ctx>,
  ctx: Ctx,
  decision: NotGranted<C>,
): Promise<NotGranted<C>> {
  if (decision.outcome === 'replayed' || decision.refusal.reason === 'unavailable') return decision;
  if (await facts.can?.(ctx, 'billing')) return decision;
  const remedies = decision.refusal.remedies.map((remedy) =>
    remedy.type === 'upgrade' ? ({ type: 'ask_owner', plan: remedy.plan, name: remedy.name } as const) : remedy,
  );
  return { ...decision, refusal: { ...decision.refusal, remedies } as QuotaRefusal<C> };
}

/** Where the charge of a running call is kept, so that its failure can return it. */
export type ChargeSlot<C extends Catalog> = { charged?: Charge<C> };

type Result = { ok: boolean; data?: unknown };

/** Runs the rest of the chain; where it fails, or its stream breaks off, returns what the slot holds by then. */
export async function refundUnlessOk<C extends Catalog, Ctx>(
  facts: CallFacts<C, Ctx>,
  slot: ChargeSlot<C>,
  options: ChargeOptions<Ctx>,
  run: () => Promise<Result>,
): Promise<Result> {
  const refund = async () => {
    const { charged } = slot;
    if (!charged || options.charge === 'attempt') return;
    const { tenant, charge } = charged;
    // The call's own error goes to the caller, whatever becomes of the refund.
    await facts.quota.refund({ tenant, charge }).catch((cause: unknown) => facts.onRefundFailed?.(cause, charged));
  };
  const result = await run();
  if (!result.ok) await refund();
  return result.ok && isStream(result.data) ? { ...result, data: refundOnThrow(result.data, refund) } : result;
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** A reader who leaves has used what was charged; a stream that throws has not given it. */
async function* refundOnThrow(stream: AsyncIterable<unknown>, refund: () => Promise<void>): AsyncGenerator<unknown> {
  try {
    return yield* stream;
  } catch (cause) {
    await refund();
    throw cause;
  }
}
