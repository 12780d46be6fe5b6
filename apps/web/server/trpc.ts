import type { Quota } from '@plimsoll/quota/server';
import { createQuotaTrpc, operationKey, quotaErrors, withQuotaData } from '@plimsoll/quota/trpc';
import { initTRPC, TRPCError } from '@trpc/server';
import type { LanguageModel } from 'ai';
import superjson from 'superjson';
import type { Session } from './auth/read-session.ts';
import { type AppCatalog, catalog } from './catalog.ts';
import type { AppDatabase } from './database/connect.ts';
import type { Env } from './env.ts';

/** What every call has at hand. */
export type Context = {
  env: Env;
  db: AppDatabase;
  quota: Quota<AppCatalog>;
  writer: { name: string; offline: boolean; model: LanguageModel };
  session: Session | null;
  headers: Headers;
};

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error }) => withQuotaData(catalog, shape, error),
});

export const { router } = t;
export const publicProcedure = t.procedure;

/** Requires a session with an organisation. */
export const memberProcedure = t.procedure.use(quotaErrors).use(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' });
  return next({ ctx: { session: ctx.session } });
});

/** What a role may do with its organisation's quotas. */
export const rightsOf = (role: Session['role']) => ({ billing: role === 'owner', usage: role === 'owner' });

/** Protection by this application's sessions: the tenant is the organisation, the actor the person. */
export const createAppQuota = (quota: Quota<AppCatalog>) =>
  createQuotaTrpc({
    quota,
    procedure: memberProcedure,
    tenant: ({ ctx }) => ctx.session.organisation.id,
    actor: ({ ctx }) => ctx.session.user.id,
    can: (ctx, right) => rightsOf(ctx.session.role)[right],
    key: ({ ctx, batchIndex }) => operationKey(ctx.headers, batchIndex),
    onRefundFailed: (cause, { charge }) => console.error(`Charge ${charge} was not returned:`, cause),
    onReleaseFailed: (cause, { hold }) => console.error(`Hold ${hold} is left to expire:`, cause),
  });

export type AppQuota = ReturnType<typeof createAppQuota>;
