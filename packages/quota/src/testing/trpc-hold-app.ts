import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { allowance, capped, defineCatalog, level, rate, usd } from '../index.ts';
import type { Quota } from '../server.ts';
import { createQuotaTrpc, operationKey, quotaErrors, type Settled, withQuotaData } from '../trpc.ts';

/** What work in flight needs: an amount that isn't known before, a charge beside it, a rate in front of it. */
export const holdCatalog = defineCatalog({
  meters: {
    tokens: allowance({ unit: 'token', per: 'month' }),
    generations: allowance({ unit: 'generation', per: 'month' }),
    seats: level({ unit: 'seat' }),
    requests: rate({ unit: 'request', per: 'minute' }),
  },
  plans: {
    free: {
      name: 'Free',
      price: usd(0),
      limits: { tokens: capped(1_000), generations: capped(10), seats: capped(2), requests: capped(60, { burst: 2 }) },
    },
    large: {
      name: 'Large',
      price: usd(50),
      limits: { tokens: capped(9_000), generations: capped(99), seats: capped(9), requests: capped(600) },
    },
  },
  defaultPlan: 'free',
});
export type HoldCatalog = typeof holdCatalog;

type AppContext = { organisation: string; isOwner: boolean; headers: Headers };

const t = initTRPC
  .context<AppContext>()
  .create({ errorFormatter: ({ shape, error }) => withQuotaData(holdCatalog, shape, error) });

export const holdProcedure = t.procedure;

/** What could not be returned. */
export const notReturned: unknown[] = [];

export const createHoldProcedures = (quota: Quota<HoldCatalog>) =>
  createQuotaTrpc({
    quota,
    procedure: t.procedure,
    tenant: ({ ctx }) => ctx.organisation,
    can: (ctx) => ctx.isOwner,
    key: ({ ctx, batchIndex }) => operationKey(ctx.headers, batchIndex),
    onRefundFailed: (cause) => void notReturned.push(cause),
    onReleaseFailed: (cause) => void notReturned.push(cause),
  });

const work = z.object({
  most: z.number(),
  /** Settled one after the other while the work goes on. */
  parts: z.array(z.number()).default([]),
  /** Settled in the end; left out, the handler forgets to. */
  last: z.number().optional(),
  ends: z.enum(['well', 'throws', 'badly', 'unread']).default('well'),
});

/** What a test waits for or tells in the middle of a handler. */
export type Middle = { reached(): void; goOn: Promise<void> };

export function createHoldRouter(
  { quotaProcedure, consume, hold, usage, plans }: ReturnType<typeof createHoldProcedures>,
  quota: Quota<HoldCatalog>,
  middle: () => Middle | undefined,
) {
  const asked = t.procedure.input(work);
  return t.router({
    usage,
    plans,
    /** Works through its parts, then answers. */
    write: quotaProcedure
      .on(asked)('tokens', { hold: ({ input }) => input.most, forMs: 1_000 })
      .output(z.object({ held: z.number(), settled: z.array(z.custom<Settled>()) }))
      .mutation(async ({ ctx, input }) => {
        const settled: Settled[] = [];
        for (const part of input.parts) settled.push(await ctx.quota.settle(part, { more: true }));
        middle()?.reached();
        await middle()?.goOn;
        if (input.last !== undefined) settled.push(await ctx.quota.settle(input.last));
        if (input.ends === 'throws') throw new TRPCError({ code: 'CONFLICT', message: 'the work failed' });
        const held = input.ends === 'badly' ? ('?' as unknown as number) : ctx.quota.held;
        return { held, settled };
      }),
    /** Tells each part as it is settled. */
    stream: quotaProcedure
      .on(asked)('tokens', { hold: ({ input }) => input.most, forMs: 1_000 })
      .mutation(async function* ({ ctx, input }) {
        for (const part of input.parts) yield await ctx.quota.settle(part, { more: true });
        if (input.ends === 'throws') throw new Error('the stream broke off');
        if (input.last !== undefined) yield await ctx.quota.settle(input.last);
      }),
    /** One generation, and the tokens that it may take. */
    generate: quotaProcedure
      .on(asked.use(consume('generations')))('tokens', { hold: ({ input }) => input.most })
      .mutation(async function* ({ ctx, input }) {
        if (input.ends === 'throws') throw new Error('no text came');
        yield await ctx.quota.settle(input.last ?? 0);
      }),
    /** The middleware, behind the input that it reads. */
    upload: asked
      .use(hold('seats', ({ input }) => input.most))
      .mutation(({ ctx, input }) => ctx.quota.settle(input.last ?? 0)),
    twice: quotaProcedure('tokens', { hold: 10 }).mutation(async ({ ctx }) => {
      await ctx.quota.settle(1);
      await ctx.quota.settle(2);
    }),
    both: quotaProcedure({ requests: 1, generations: 3 }).mutation(({ ctx }) => ctx.quota.meters.generations.remaining),
    broken: quotaProcedure('requests').query(() => {
      throw new Error('broken');
    }),
    ping: quotaProcedure('requests').query(() => 'pong'),
    leave: t.procedure
      .use(quotaErrors)
      .mutation(({ ctx }) => quota.free({ tenant: ctx.organisation, meter: 'seats', amount: 1 })),
  });
}
export type HoldRouter = ReturnType<typeof createHoldRouter>;
