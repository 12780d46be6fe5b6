import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { z } from 'zod';
import type { Quota } from '../server.ts';
import { createQuotaTrpc, operationKey, withQuotaData } from '../trpc.ts';
import { type TestCatalog, testCatalog } from './quota-fixture.ts';

/** An application of its own: own context, own session base, own transformer, own error formatter. */
type AppContext = {
  session: { user: string; organisation: string; isOwner: boolean } | null;
  headers: Headers;
};

const t = initTRPC.context<AppContext>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error }) =>
    withQuotaData(
      testCatalog,
      {
        ...shape,
        data: { ...shape.data, zod: error.cause instanceof z.ZodError ? z.flattenError(error.cause) : null },
      },
      error,
    ),
});

export const publicProcedure = t.procedure;
export const protectedProcedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { session: ctx.session } });
});
export const ownerProcedure = protectedProcedure.use(({ ctx, next }) => {
  if (!ctx.session.isOwner) throw new TRPCError({ code: 'FORBIDDEN' });
  return next({ ctx: { owner: ctx.session.user } });
});

/** What went through the handlers. */
export const handled: string[] = [];

export const createQuotaProcedures = (quota: Quota<TestCatalog>) =>
  createQuotaTrpc({
    quota,
    procedure: protectedProcedure,
    tenant: ({ ctx }) => ctx.session.organisation,
    actor: ({ ctx }) => ctx.session.user,
    can: (ctx) => ctx.session.isOwner,
    key: ({ ctx, batchIndex }) => operationKey(ctx.headers, batchIndex),
  });

const plugin = t.procedure
  .input(z.object({ trace: z.string().optional() }))
  .use(({ next }) => next({ ctx: { traced: true } }));

export function createTestRouter({ quotaProcedure, consume, usage, plans }: ReturnType<typeof createQuotaProcedures>) {
  return t.router({
    usage,
    plans,
    generate: quotaProcedure('generations')
      .input(z.object({ prompt: z.string().min(1), at: z.date().optional() }))
      .mutation(({ ctx, input }) => {
        handled.push(input.prompt);
        if (input.prompt === 'boom') throw new Error('boom');
        return {
          text: input.prompt.toUpperCase(),
          remaining: ctx.quota.remaining,
          meter: ctx.quota.meter,
          at: input.at,
        };
      }),
    twoInputs: quotaProcedure('generations')
      .input(z.object({ a: z.string() }))
      .input(z.object({ b: z.number() }))
      .mutation(({ input }) => `${input.a}${input.b}`),
    guarded: quotaProcedure('generations')
      .input(z.object({ ok: z.boolean() }))
      .use(({ input, next }) => {
        if (!input.ok) throw new TRPCError({ code: 'FORBIDDEN' });
        return next({ ctx: { guard: 1 as const } });
      })
      .mutation(({ ctx }) => ctx.guard + (ctx.quota.remaining ?? 0)),
    tooEarly: quotaProcedure('generations')
      .use(({ ctx, next }) => {
        void ctx.quota.remaining;
        return next();
      })
      .mutation(() => 1),
    badOutput: quotaProcedure('generations')
      .output(z.object({ n: z.number() }))
      .mutation(() => ({ n: 'x' }) as unknown as { n: number }),
    attempt: quotaProcedure('generations', 1, { charge: 'attempt' }).mutation(() => {
      throw new Error('kept');
    }),
    concat: quotaProcedure('generations')
      .concat(plugin)
      .input(z.object({ x: z.number() }))
      .query(({ ctx, input }) => [ctx.traced, input.x, ctx.quota.line] as const),
    tokens: quotaProcedure
      .on(protectedProcedure.input(z.object({ maxTokens: z.coerce.number() })))(
        'tokens',
        ({ input }) => input.maxTokens,
      )
      .input(z.object({ more: z.string() }))
      .mutation(({ ctx, input }) => [ctx.quota.meter, input.maxTokens, input.more] as const),
    owned: quotaProcedure
      .on(ownerProcedure)('generations')
      .query(({ ctx }) => ctx.owner),
    upload: protectedProcedure
      .input(z.object({ bytes: z.number().int().positive() }))
      .use(consume('tokens', ({ input }) => input.bytes))
      .mutation(({ ctx, input }) => {
        if (input.bytes === 13) throw new Error('broken');
        return ctx.quota.remaining;
      }),
    runs: quotaProcedure('runs').query(() => 1),
    stream: quotaProcedure('generations')
      .input(z.object({ breakAt: z.number() }))
      .mutation(async function* ({ input, signal }) {
        for (let i = 0; i < 4; i++) {
          if (i === input.breakAt) throw new Error('mid-stream');
          // As a source that is aborted with its reader.
          if (input.breakAt < 0 && i === 2) await new Promise((_, reject) => signal?.addEventListener('abort', reject));
          yield i;
        }
      }),
    plain: publicProcedure.query(() => 'free of charge'),
  });
}

export type TestRouter = ReturnType<typeof createTestRouter>;
