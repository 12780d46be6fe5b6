import { z } from 'zod';
import type { Database } from '../database/connect.ts';
import type { Listening } from '../database/keep-listening.ts';

/** Tells other processes whose usage changed: a few times a second at most, never inside a decision's transaction. */
export type Changes = {
  /** Called after commit. */
  announce(tenant: string): void;
  /**
   * Calls back for each change of this tenant, by any process, and once for whatever was missed while the database was
   * away. Resolves when it listens. Returns how to stop.
   */
  listen(tenant: string, onChange: () => void): Promise<() => void>;
  close(): Promise<void>;
};

const channel = 'plimsoll_changed';
/** Changes are gathered this long: a page follows within a fifth of a second, a busy process notifies five times a second. */
const gatherMs = 150;
/** A payload of NOTIFY holds 8,000 bytes; an id of 200 characters may take 6 bytes for each, as JSON escapes some. */
const mostInPayload = 6;
/** Anybody on the database may notify on the channel. */
const payloadSchema = z.array(z.string());

export function changeFeed({ sql, listen }: Database): Changes {
  const listeners = new Map<string, Set<() => void>>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let listening: Listening | undefined;

  const tell = (tenant: string) => listeners.get(tenant)?.forEach((onChange) => void onChange());
  const tellAll = () => [...listeners.keys()].forEach(tell);

  function onPayload(payload: string) {
    try {
      payloadSchema.parse(JSON.parse(payload)).forEach(tell);
    } catch {
      // Not ours.
    }
  }

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
      // What changed while nobody listened is told to all: they ask again.
      listening ??= listen(channel, onPayload, tellAll);
      await listening.ready;
      return () => {
        own.delete(onChange);
        if (own.size === 0 && listeners.get(tenant) === own) listeners.delete(tenant);
      };
    },
    async close() {
      clearTimeout(timer);
      // A short script changes something and ends: others are told all the same.
      await flush();
      await listening?.stop();
    },
  };
}
