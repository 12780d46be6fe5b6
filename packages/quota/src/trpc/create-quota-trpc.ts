import type { TRPCMiddlewareFunction, TRPCProcedureBuilder } from '@trpc/server';
import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { Charge, Decision, MeterAfter } from '../engine/verbs.ts';
import {
  type Amount,
  type CallFacts,
  type ChargeOptions,
  type ChargeSlot,
  chargeCall,
  grantedOrThrow,
  refundUnlessOk,
} from './charge-call.ts';
import { chargeLast } from './charge-last.ts';
import { type PlansProcedures, plansProcedures } from './plans-procedures.ts';
import type { AnyBuilder, AnyMiddleware, Call, HandlerInput, Overwrite, Simplify } from './trpc-types.ts';
import { type UsageProcedures, usageProcedures } from './usage-procedures.ts';

/** `ctx.quota` of a protected handler: the charge and how the meter stands after it. `remaining`, `line` null: unlimited. */
export type QuotaContext<M extends string> = MeterAfter & {
  readonly meter: M;
  /** Id of the charge. */
  readonly charge: string;
};

export type QuotaProcedureOn<C extends Catalog, TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut, Ctx> = <
  const M extends MeterName<C>,
>(
  meter: M,
  amount?: Amount<Ctx, HandlerInput<TOut>>,
  options?: ChargeOptions<Ctx>,
) => TRPCProcedureBuilder<
  TContext,
  TMeta,
  Overwrite<TOverrides, { quota: QuotaContext<M> }>,
  TIn,
  TOut,
  TOutIn,
  TOutOut,
  false
>;

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

  const consume =
    (meter: MeterName<C>, amount: Amount<Ctx, never> = 1, options: ChargeOptions<Ctx> = {}) =>
    async (call: Call<Ctx> & { next(opts: object): Promise<{ ok: boolean }> }) => {
      const charged = await chargeCall(setup, meter, amount as Amount<Ctx, unknown>, options, call);
      return refundUnlessOk(setup, { charged }, options, () =>
        call.next({ ctx: { quota: contextOf(charged, meter) } }),
      );
    };

  const on =
    (base: AnyBuilder) =>
    (meter: MeterName<C>, amount: Amount<Ctx, never> = 1, options: ChargeOptions<Ctx> = {}) => {
      const own = Symbol(meter);
      const front: AnyMiddleware = ({ next }) => {
        const slot: ChargeSlot<C> = {};
        const run = () => next({ ctx: { quota: undecided(meter), [own]: slot } });
        return refundUnlessOk(setup, slot, options, run) as ReturnType<typeof run>;
      };
      const charge: AnyMiddleware = async (call) => {
        const charged = await chargeCall(setup, meter, amount as Amount<Ctx, unknown>, options, call);
        (call.ctx[own] as ChargeSlot<C>).charged = charged;
        return call.next({ ctx: { quota: contextOf(charged, meter) } });
      };
      return chargeLast<AnyBuilder>(base.use(front), charge);
    };

  return {
    consume,
    quotaProcedure: Object.assign(on(setup.procedure), { on }),
    granted: (ctx: Ctx, decision: Decision<C>) => grantedOrThrow(setup, ctx, decision),
    usage: usageProcedures(setup.procedure, setup),
    plans: plansProcedures(setup.procedure, setup),
  } as unknown as QuotaTrpc<C, TContext, TMeta, TOverrides, TIn, TOut, TOutIn, TOutOut, Ctx>;
}

function contextOf<C extends Catalog>({ charge, meters }: Charge<C>, meter: MeterName<C>): QuotaContext<string> {
  return { ...(meters[meter] as MeterAfter), meter, charge };
}

/** `ctx.quota` as middlewares between quotaProcedure and the handler meet it: nothing is decided yet. */
function undecided(meter: string): object {
  const decidedLater = new Set<PropertyKey>([
    'charge',
    'meter',
    'used',
    'held',
    'remaining',
    'line',
  ] satisfies (keyof QuotaContext<string>)[]);
  return new Proxy(
    {},
    {
      get(_, name) {
        if (!decidedLater.has(name)) return undefined;
        throw new Error(
          `ctx.quota.${String(name)} of '${meter}' is decided after all inputs and middlewares: read it in the handler.`,
        );
      },
    },
  );
}
