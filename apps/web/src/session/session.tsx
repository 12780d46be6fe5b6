import type { inferRouterOutputs } from '@trpc/server';
import { createContext, useContext } from 'react';
import type { AppRouter } from '../../server/router.ts';

/** Who is signed in, for which organisation, and what they may do. */
export type Session = NonNullable<inferRouterOutputs<AppRouter>['session']['get']>;

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** The session of whoever is signed in. @throws outside the shell, where nobody may be. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession stands outside the shell.');
  return session;
}
