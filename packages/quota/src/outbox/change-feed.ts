import type { Database } from '../database/connect.ts';

/** Tells other processes whose usage changed: a few times a second at most, never inside a decision's transaction. */
export type Changes = {
  /** Called after commit. */
  announce(tenant: string): void;
  /** Calls back for each change of this tenant, by any process. Returns how to stop. */
  listen(tenant: string, onChange: () => void): Promise<() => void>;
  close(): Promise<void>;
};

const channel = 'plimsoll_changed';
/** Changes are gathered this long: a page follows within a fifth of a second, a busy process notifies five times a second. */
const gatherMs = 150;
/** A payload of NOTIFY holds 8,000 bytes; an id may take 4 bytes a character. */
const mostInPayload = 9;

export function changeFeed({ sql, listen }: Database): Changes {
  const listeners = new Map<string, Set<() => void>>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let subscription: ReturnType<typeof listen> | undefined;

  const tell = (tenant: string) => listeners.get(tenant)?.forEach((onChange) => void onChange());

  async function flush() {
    timer = undefined;
    const tenants = [...changed];
    changed.clear();
    for (let i = 0; i < tenants.length; i += mostInPayload) {
      const payload = JSON.stringify(tenants.slice(i, i + mostInPayload));
      // Lost while the database is away: the page asks again when it reconnects.
      await sql`select pg_notify(${channel}, ${payload})`.catch(() => {});
    }
  }

  return {
    announce(tenant) {
      changed.add(tenant);
      timer ??= setTimeout(() => void flush(), gatherMs).unref();
    },
    async listen(tenant, onChange) {
      const own = listeners.get(tenant) ?? new Set();
      listeners.set(tenant, own.add(onChange));
      subscription ??= listen(channel, (payload) => (JSON.parse(payload) as string[]).forEach(tell));
      await subscription;
      return () => {
        own.delete(onChange);
        if (own.size === 0) listeners.delete(tenant);
      };
    },
    async close() {
      clearTimeout(timer);
      await (await subscription)?.unlisten().catch(() => {});
    },
  };
}
