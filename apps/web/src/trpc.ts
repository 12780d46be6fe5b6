import { idempotencyLink, quotaHeaders } from '@plimsoll/quota/client';
import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { createTRPCReact } from '@trpc/react-query';
import superjson from 'superjson';
import type { AppRouter } from '../server/router.ts';

const url = '/api/trpc';

/** Calls the server; each mutation carries a key of its own. */
export const client = createTRPCClient<AppRouter>({
  links: [
    idempotencyLink(),
    splitLink({
      condition: (op) => op.type === 'subscription',
      true: httpSubscriptionLink({ url, transformer: superjson }),
      false: httpBatchStreamLink({ url, transformer: superjson, headers: quotaHeaders }),
    }),
  ],
});

/** Hooks of the server's procedures. */
export const trpc = createTRPCReact<AppRouter>();
