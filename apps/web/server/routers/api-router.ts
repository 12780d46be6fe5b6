import { type AppQuota, router } from '../trpc.ts';

export const apiRouter = ({ quotaProcedure }: AppQuota) =>
  router({
    /** Stands for a call of this application's own API: one of the month's calls, at no more than so many a minute. */
    request: quotaProcedure({ requests: 1, apiCalls: 1 }).mutation(({ ctx }) => ({
      at: new Date().toISOString(),
      organisation: ctx.session.organisation.name,
    })),
  });
