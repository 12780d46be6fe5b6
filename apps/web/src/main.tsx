import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { TRPCClientError } from '@trpc/client';
import { getQueryKey } from '@trpc/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './router.tsx';
import './styles.css';
import { client, trpc } from './trpc.ts';

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ended elsewhere: asked anew, the shell leads to the sign-in.
    onError: (error) => {
      if (!(error instanceof TRPCClientError) || error.data?.code !== 'UNAUTHORIZED') return;
      void queryClient.invalidateQueries({ queryKey: getQueryKey(trpc.session.get, undefined, 'query') });
    },
  }),
  defaultOptions: {
    queries: {
      retry: 1,
      staleTime: 5_000,
      // What could not be shown comes by itself once the server is back.
      refetchInterval: ({ state }) => (state.status === 'error' ? 5_000 : false),
    },
  },
});

createRoot(document.querySelector('#root') as Element).render(
  <StrictMode>
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </trpc.Provider>
  </StrictMode>,
);
