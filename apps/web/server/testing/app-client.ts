import { quotaHeaders } from '@plimsoll/quota/client';
import { createTRPCClient, httpBatchStreamLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '../router.ts';

export type AppClient = TRPCClient<AppRouter>;

/**
 * Calls a running web process as the page does, with one HTTP request for each call.
 * @param url of the web process, without a slash at the end.
 * @param cookie of a session; without one nobody is signed in.
 */
export const createAppClient = (url: string, cookie?: string): AppClient =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchStreamLink({
        url: `${url}/api/trpc`,
        transformer: superjson,
        maxItems: 1,
        headers: (batch) => ({ ...quotaHeaders(batch), ...(cookie !== undefined && { cookie }) }),
      }),
    ],
  });
