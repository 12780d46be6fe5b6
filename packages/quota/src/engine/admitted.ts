import { decideRequest, type Prepared } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { rounds } from './rounds.ts';

/** Calls kept in memory while the database is away; of more the answer is `unavailable`. */
const mostKept = 10_000;
const mostAtOnce = 512;

/** What was granted while the database was away, for meters declared `onOutage: 'admit'`. Lost with the process. */
export type Admitted = {
  /** Whether it was kept: the memory is bounded. */
  keep(request: Prepared): boolean;
  /** Forgets a call that is returned before it was booked. False where it isn't here. */
  drop(charge: string): boolean;
  /** Tries once more, then lets go. */
  close(): Promise<void>;
};

/**
 * Keeps admitted calls until the database is back, and books them then under their own ids, once each: as usage that
 * already happened, which is never refused.
 */
export function admittedCalls(context: EngineContext): Admitted {
  const kept = new Map<string, Prepared>();

  async function book(request: Prepared): Promise<void> {
    // A key that stands already, for this request or another, means that it is booked, or was wrong: either way it is done.
    await decideRequest(context, request);
    kept.delete(request.charge);
    context.changes.announce(request.tenant);
  }

  async function bookAll(): Promise<void> {
    while (kept.size > 0) {
      const batch = [...kept.values()].slice(0, mostAtOnce);
      await Promise.all(batch.map(book));
    }
  }

  const { wake, close } = rounds(bookAll, () => kept.size > 0);
  return {
    keep(request) {
      if (kept.size >= mostKept) return false;
      kept.set(request.charge, request);
      wake();
      return true;
    },
    drop: (charge) => kept.delete(charge),
    close,
  };
}
