import { uuidv7 } from 'uuidv7';
import { storedMeter } from '../catalog/stored-meter.ts';
import { nameOf, type Prepared } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { rounds } from './rounds.ts';

/** Counters kept in memory while the database is away; what would need more isn't counted. */
const mostKept = 10_000;

/** What the calls of one balance, minute and actor were refused. */
type Missed = {
  tenant: string;
  meter: string;
  /** Of the balance: '' but for a rate per actor. */
  owner: string;
  actor: string;
  minute: string;
  count: number;
  asked: number;
};

export type MissedRefusals = {
  /** Counts a call that was answered `unavailable`. */
  count(request: Prepared): void;
  /** Tries once more, then lets go. */
  close(): Promise<void>;
};

/**
 * Counts in memory what could not be decided, and puts it on record when the database is back, each count once: who asks
 * later why calls failed finds them. A tenant without a balance has none; a process that ends before loses its counts.
 */
export function missedRefusals(context: EngineContext): MissedRefusals {
  let kept = new Map<string, Missed>();
  // Sent under one id until it is known to have arrived: a lost answer must not count it twice.
  let sending: { batch: string; missed: Missed[] } | undefined;

  const { wake, close } = rounds(
    async () => {
      sending ??= { batch: uuidv7(), missed: [...kept.values()] };
      if (sending.missed.length > 0) kept = new Map();
      await context.database.sql`
        select quota.record_missed_1(${sending.batch}, ${JSON.stringify(sending.missed)}::text::jsonb)`;
      sending = undefined;
    },
    () => sending !== undefined || kept.size > 0,
  );

  return {
    count({ tenant, actor, lines }) {
      const at = context.testNow() ?? new Date().toISOString();
      for (const [meter, asked] of lines) {
        const { actor: owner } = nameOf(context.catalog, tenant, meter, actor);
        const one = { tenant, meter: storedMeter(context.catalog, meter), owner, actor, minute: `${at.slice(0, 16)}Z` };
        const key = JSON.stringify(Object.values(one));
        const known = kept.get(key);
        if (!known && kept.size >= mostKept) continue;
        kept.set(key, {
          ...one,
          count: (known?.count ?? 0) + 1,
          asked: Math.min((known?.asked ?? 0) + asked, Number.MAX_SAFE_INTEGER),
        });
      }
      wake();
    },
    close,
  };
}
