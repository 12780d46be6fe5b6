import type { TRPCMiddlewareFunction, TRPCProcedureBuilder } from '@trpc/server';
import type { Catalog, CountedName, MeterName } from '../catalog/define-catalog.ts';
import type { Charge, Decision } from '../engine/verbs.ts';
import type { Amount, Amounts, CallFacts, ChargeOptions, HoldOptions } from './call-facts.ts';
import { type AnyAmounts, chargeCall } from './charge-call.ts';
import { chargeLast } from './charge-last.ts';
import { grantedOrThrow } from './granted-or-throw.ts';
import { endHoldAfter, type HoldSlot, holdCall } from './hold-call.ts';
import { mapped, quotaErrors } from './map-quota-errors.ts';
import { type PlansProcedures, plansProcedures } from './plans-procedures.ts';
import { chargeContext, type HoldContext, type QuotaContext, type QuotaContexts, undecided } from './quota-context.ts';
import { type ChargeSlot, refundUnlessOk } from './refund-unless-ok.ts';
import type { AnyBuilder, AnyMiddleware, Call, HandlerInput, Overwrite, Result, Simplify } from './trpc-types.ts';
import { type UsageProcedures, usageProcedures } from './usage-procedures.ts';

export interface QuotaProcedureOn<C extends Catalog, TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut, Ctx> {
  /** Charges `amount` (1 where it is left out) before the handler; returned when the call fails. */
  <const M extends MeterName<C>>(
    meter: M,
    amount?: Amount<Ctx, HandlerInput<TOut>>,
    options?: ChargeOptions<Ctx>,
  ): TRPCProcedureBuilder<
    TContext,
    TMeta,
    Overwrite<TOverrides, { quota: QuotaContext<M> }>,
    TIn,
    TOut,
    TOutIn,
    TOutOut,
    false
  >;
  /** Charges several meters at once, all or none: `quotaProcedure({ requests: 1, apiCalls: 1 })`. */
  <const M extends MeterName<C>>(
    meters: Amounts<M, Ctx, HandlerInput<TOut>>,
    options?: ChargeOptions<Ctx>,
  ): TRPCProcedureBuilder<
    TContext,
    TMeta,
    Overwrite<TOverrides, { quota: QuotaContexts<M> }>,
    TIn,
    TOut,
    TOutIn,
    TOutOut,
    false
  >;
  /** Sets `hold` aside before the handler, which settles by what it took: `ctx.quota.settle(amount)`. No rates. */
  <const M extends CountedName<C>>(
    meter: M,
    options: HoldOptions<Ctx> & {
      /** The most that the call may take. */
      hold: Amount<Ctx, HandlerInput<TOut>>;
    },
  ): TRPCProcedureBuilder<
    TContext,
    TMeta,
    Overwrite<TOverrides, { quota: HoldContext<M> }>,
    TIn,
    TOut,
    TOutIn,
    TOutOut,
    false
  >;
}

export interface QuotaTrpc<C extends Catalog, TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut, Ctx> {
  /** `quotaProcedure('aiGenerations').input(…).mutation(…)`: charged after every input and middleware, before its handler. */
  quotaProcedure: QuotaProcedureOn<C, TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut, Ctx> & {
    /** The factory on another base: `quotaProcedure.on(adminProcedure.input(schema))`. Its inputs type the amount's `input`. */
    on<TOverrides2 extends TOverrides, TIn2, TOut2, TOutIn2, TOutOut2>(
      base: TRPCProcedureBuilder<TContext, TMeta, TOverrides2, TIn2, TOut2, TOutIn2, TOutOut2, false>,
    ): QuotaProcedureOn<C, TContext, TMeta, TOverrides2, TIn2, TOut2, TOutIn2, TOutOut2, Ctx>;
  };
  /** `.input(…).use(consume('storage', ({ input }) => input.bytes))`: charges where it stands, behind the inputs it reads. */
  consume<const M extends MeterName<C>, Input = unknown>(
    meter: M,
    amount?: Amount<Ctx, Input>,
    options?: ChargeOptions<Ctx>,
  ): TRPCMiddlewareFunction<TContext, TMeta, TOverrides, { quota: QuotaContext<M> }, Input>;
  consume<const M extends MeterName<C>, Input = unknown>(
    meters: Amounts<M, Ctx, Input>,
    options?: ChargeOptions<Ctx>,
  ): TRPCMiddlewareFunction<TContext, TMeta, TOverrides, { quota: QuotaContexts<M> }, Input>;
  /** `.input(…).use(hold('aiTokens', ({ input }) => input.maxTokens))`: holds where it stands, until the call's end. */
  hold<const M extends CountedName<C>, Input = unknown>(
    meter: M,
    amount: Amount<Ctx, Input>,
    options?: HoldOptions<Ctx>,
  ): TRPCMiddlewareFunction<TContext, TMeta, TOverrides, { quota: HoldContext<M> }, Input>;
  /** The charge of a decision made by hand, such as one with `{ tx }`, or the error that a protected call would throw. */
  granted(ctx: Ctx, decision: Decision<C>): Promise<Charge<C>>;
  /** Procedures for the application's router: `router({ usage: quotaTrpc.usage, plans: quotaTrpc.plans, … })`. */
  usage: UsageProcedures<C, TMeta>;
  plans: PlansProcedures<C, TMeta>;
}

/**
 * Protects procedures on the application's own root, context, transformer and base procedure.
 *
 * A quotaProcedure has two parts: a middleware at the front, which returns the charge when the call fails, and the charge
 * itself, put behind everything that is chained before the handler (see `chargeLast`).
 */
export function createQuotaTrpc<C extends Catalog, TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut>(
  setup: CallFacts<C, Simplify<Overwrite<TContext, TOverrides>>> & {
    /** The application's own base, usually the one that requires a session. */
    procedure: TRPCProcedureBuilder<TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut, false>;
  },
): QuotaTrpc<C, TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut, Simplify<Overwrite<TContext, TOverrides>>> {
  type Ctx = Simplify<Overwrite<TContext, TOverrides>>;

  type Asked = MeterName<C> | AnyAmounts<MeterName<C>, Ctx>;
  type AskedHold = HoldOptions<Ctx> & { hold: Amount<Ctx, unknown> };
  /** An amount and options, or after several amounts only options. */
  type AskedRest = [(Amount<Ctx, unknown> | AskedHold | ChargeOptions<Ctx>)?, ChargeOptions<Ctx>?];
  const chargeOf = (asked: Asked, [first, second]: AskedRest) => {
    if (typeof asked === 'object') return { amounts: asked, options: (first ?? {}) as ChargeOptions<Ctx> };
    const amounts = { [asked]: first ?? 1 } as AnyAmounts<MeterName<C>, Ctx>;
    return { amounts, options: second ?? {} };
  };
  type Around = Call<Ctx> & { next(opts: object): Promise<Result> };

  const consume = (asked: Asked, ...rest: AskedRest) => {
    const { amounts, options } = chargeOf(asked, rest);
    return async (call: Around) => {
      const charged = await chargeCall(setup, amounts, options, call);
      const run = () => call.next({ ctx: { quota: chargeContext(charged, asked) } });
      return mapped(await refundUnlessOk(setup, { charged }, options, run, call.signal));
    };
  };

  const hold =
    (meter: CountedName<C>, amount: Amount<Ctx, never>, options: HoldOptions<Ctx> = {}) =>
    async (call: Around) => {
      const { held, quota } = await holdCall(setup, meter, amount as Amount<Ctx, unknown>, options, call);
      return mapped(await endHoldAfter({ held }, () => call.next({ ctx: { quota } })));
    };

  /** The slot is filled at the chain's end, and emptied here, where every failure behind it comes by. */
  const protect = <Slot extends object>(
    base: AnyBuilder,
    meter: string,
    around: (slot: Slot, run: () => Promise<Result>, signal: AbortSignal | undefined) => Promise<Result>,
    decide: (call: Call<Ctx>, slot: Slot) => Promise<{ quota: object }>,
  ) => {
    const own = Symbol(meter);
    const front: AnyMiddleware = async ({ next, signal }) => {
      const slot = {} as Slot;
      const run = () => next({ ctx: { quota: undecided(meter), [own]: slot } });
      return mapped(await around(slot, run, signal)) as Awaited<ReturnType<typeof run>>;
    };
    const last: AnyMiddleware = async (call) => call.next({ ctx: await decide(call, call.ctx[own] as Slot) });
    return chargeLast<AnyBuilder>(base.use(front), last);
  };

  const on =
    (base: AnyBuilder) =>
    (asked: Asked, ...rest: AskedRest) => {
      const [first] = rest;
      if (typeof asked === 'string' && typeof first === 'object' && 'hold' in first) {
        return protect<HoldSlot<C>>(base, asked, endHoldAfter, async (call, slot) => {
          const { held, quota } = await holdCall(setup, asked as CountedName<C>, first.hold, first, call);
          slot.held = held;
          return { quota };
        });
      }
      const { amounts, options } = chargeOf(asked, rest);
      const meter = Object.keys(amounts).join(' and ');
      const around = (slot: ChargeSlot<C>, run: () => Promise<Result>, signal: AbortSignal | undefined) =>
        refundUnlessOk(setup, slot, options, run, signal);
      return protect<ChargeSlot<C>>(base, meter, around, async (call, slot) => {
        slot.charged = await chargeCall(setup, amounts, options, call);
        return { quota: chargeContext(slot.charged, asked) };
      });
    };

  const plain = (setup.procedure as AnyBuilder).use(quotaErrors);
  return {
    consume,
    hold,
    quotaProcedure: Object.assign(on(setup.procedure), { on }),
    granted: (ctx: Ctx, decision: Decision<C>) => grantedOrThrow(setup, ctx, decision),
    usage: usageProcedures(plain, setup),
    plans: plansProcedures(plain, setup),
  } as unknown as QuotaTrpc<C, TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut, Ctx>;
}
