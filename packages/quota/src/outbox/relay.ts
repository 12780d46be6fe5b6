import { TimeoutStrategy, timeout } from 'cockatiel';
import type { Database } from '../database/connect.ts';
import { type Notice, noticeSchema } from './notice.ts';

export type RelayOptions = {
  /** Hands notices on, each under its id, so that one handed on twice is told once. Throws where it could not. */
  send(notices: Notice[]): Promise<void>;
  /** How often to look, for what another process left behind. @default 500 */
  everyMs?: number;
  /** Told of a failed round; the notices stay and are tried again. */
  onError?(cause: unknown): void;
};

export type Relay = {
  /** Looks at once. */
  wake(): void;
  /** Ends after the round in flight. */
  stop(): Promise<void>;
};

/** How long a claim holds: a process that dies with notices in hand gives them back after this. */
const claimSeconds = 20;
const mostAtOnce = 100;
/** A channel that answers nothing would hold up all later notices; well before the claim ends, they are given back. */
const sending = timeout(15_000, TimeoutStrategy.Aggressive);

/**
 * Hands notices from the outbox on: claims, commits, talks, marks. Runs in every process of an application; no notice is
 * lost by a crash of any of them, and no lock is held while the network is waited for.
 */
export function startRelay({ sql }: Database, { send, everyMs = 500, onError = () => {} }: RelayOptions): Relay {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  let isStopped = false;

  async function claim(): Promise<readonly unknown[]> {
    const rows = await sql`
      with due as (
        select id from quota.notice where sent_at is null and (claimed_until is null or claimed_until < now())
        order by made_at limit ${mostAtOnce} for update skip locked)
      update quota.notice n set claimed_until = now() + make_interval(secs => ${claimSeconds}) from due where n.id = due.id
      returning n.id, n.tenant, n.kind, n.facts`;
    return rows;
  }

  /** One that doesn't parse is of a later version: it stays claimed for a while, and then another process may know it. */
  function known(rows: readonly unknown[]): Notice[] {
    return rows.flatMap((row) => {
      const parsed = noticeSchema.safeParse(row);
      if (!parsed.success) onError(parsed.error);
      return parsed.success ? [parsed.data] : [];
    });
  }

  async function handOn() {
    for (let rows = await claim(); rows.length > 0 && !isStopped; rows = await claim()) {
      const notices = known(rows);
      if (notices.length === 0) continue;
      const ids = notices.map(({ id }) => id);
      try {
        await sending.execute(() => send(notices));
      } catch (cause) {
        await sql`update quota.notice set claimed_until = now() + interval '1 second' where id = any (${ids}) and sent_at is null`;
        throw cause;
      }
      await sql`update quota.notice set sent_at = now() where id = any (${ids})`;
    }
  }

  function wake() {
    clearTimeout(timer);
    if (isStopped) return;
    round ??= handOn()
      .catch(onError)
      .finally(() => {
        round = undefined;
        if (!isStopped) timer = setTimeout(wake, everyMs).unref();
      });
  }

  wake();
  return {
    wake,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
