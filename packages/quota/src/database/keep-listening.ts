import { setTimeout as pause } from 'node:timers/promises';
import type postgres from 'postgres';

export type Listening = {
  /** Resolves once notifications arrive; waits while the database is away. */
  ready: Promise<void>;
  stop(): Promise<void>;
};

/** The listening connection's own options; `onnotify` is missing in the types of postgres.js. */
type ListenerOptions = {
  max: 1;
  idle_timeout: undefined;
  max_lifetime: null;
  onnotify(channel: string, payload: string): void;
  onclose(): void;
};

/** How long to wait before listening again, where the connection was lost or not got. */
const againMs = 500;

/**
 * Listens on a connection of its own, and again each time that it is lost, until told to stop. Not by `sql.listen` of
 * postgres.js: its connection ends with the pool it belongs to, and pools are replaced here.
 * @param channel an identifier.
 * @param onAgain told when it listens again: what was notified meanwhile is lost.
 */
export function keepListening(
  open: (options: ListenerOptions) => postgres.Sql,
  channel: string,
  onPayload: (payload: string) => void,
  onAgain: () => void,
): Listening {
  const ready = Promise.withResolvers<void>();
  const stopping = new AbortController();

  async function listenOnce(isFirst: boolean): Promise<void> {
    const lost = Promise.withResolvers<void>();
    const sql = open({
      max: 1,
      idle_timeout: undefined,
      max_lifetime: null,
      onnotify: (_, payload) => onPayload(payload),
      onclose: () => lost.resolve(),
    });
    stopping.signal.addEventListener('abort', () => lost.resolve(), { once: true });
    try {
      await sql.unsafe(`listen ${channel}`);
      ready.resolve();
      if (!isFirst) onAgain();
      if (!stopping.signal.aborted) await lost.promise;
    } finally {
      await sql.end({ timeout: 0 });
    }
  }

  async function run(): Promise<void> {
    for (let isFirst = true; !stopping.signal.aborted; ) {
      // Away still: that is what the next round is for.
      await listenOnce(isFirst).then(
        () => {
          isFirst = false;
        },
        () => {},
      );
      await pause(againMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
    ready.resolve();
  }

  const running = run();
  return {
    ready: ready.promise,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
