import { publicProcedure, rightsOf, router } from '../trpc.ts';

export const sessionRouter = router({
  /** Who is signed in, and what they may do; null where nobody is. */
  get: publicProcedure.query(({ ctx: { session } }) => session && { ...session, rights: rightsOf(session.role) }),
});
