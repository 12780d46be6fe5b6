import type { OwnUsage, TenantUsage } from '@plimsoll/quota';
import { createContext, type ReactNode, useContext } from 'react';
import type { AppCatalog } from '../../server/catalog.ts';
import { trpc } from '../trpc.ts';

/** Whether figures arrive by themselves. */
export type Connection = 'connecting' | 'live' | 'broken';

type LiveUsage = {
  usage: TenantUsage<AppCatalog> | OwnUsage<AppCatalog> | undefined;
  connection: Connection;
  /** There are no figures, and the last try to get them failed. */
  isMissing: boolean;
  retry: () => void;
};

const UsageContext = createContext<LiveUsage | null>(null);

/** How often figures are fetched while the server can't say that they changed. */
const pollMs = 2_000;

/** Keeps the tenant's usage current: the server says when it changed; while it can't be heard, it is asked. */
export function UsageProvider({ children }: { children: ReactNode }) {
  const utils = trpc.useUtils();
  const changes = trpc.usage.changes.useSubscription(undefined, {
    onData: () => void utils.usage.get.invalidate(),
  });
  const connection = connectionOf(changes.status, changes.data !== undefined || changes.error !== null);
  const usage = trpc.usage.get.useQuery(undefined, {
    refetchInterval: ({ state }) => (connection === 'live' && state.status !== 'error' ? false : pollMs),
  });
  const live: LiveUsage = {
    usage: usage.data,
    connection,
    isMissing: usage.isError && usage.data === undefined,
    retry: () => {
      changes.reset();
      void usage.refetch();
    },
  };
  return <UsageContext value={live}>{children}</UsageContext>;
}

function connectionOf(status: 'idle' | 'connecting' | 'pending' | 'error', wasHeard: boolean): Connection {
  if (status === 'pending') return 'live';
  return status === 'error' || wasHeard ? 'broken' : 'connecting';
}

export function useUsage(): LiveUsage {
  const usage = useContext(UsageContext);
  if (!usage) throw new Error('useUsage stands outside the shell.');
  return usage;
}
