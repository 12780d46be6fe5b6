import type { EngineContext } from './engine-context.ts';
import { refund } from './refund.ts';
import { rounds } from './rounds.ts';
import { release } from './settle.ts';

type Abandoned = { batch: string; charges: string[] };

/** Batches kept in memory; of more the oldest are let go, and what they may have charged stays charged. */
const mostKept = 1_000;

export type AbandonedBatches = {
  /** Keeps a batch whose callers were told `unavailable`, though it may have been booked. */
  add(abandoned: Abandoned): void;
  /** Tries once more, then lets go. */
  close(): Promise<void>;
};

/**
 * Returns what a batch charged whose answer never came: its callers were told that nothing was decided. Tries until the
 * database is back; a process that ends before leaves the charge standing, as a crash between charge and answer does.
 */
export function abandonedBatches(context: EngineContext): AbandonedBatches {
  let kept: Abandoned[] = [];

  async function giveUp({ batch, charges }: Abandoned): Promise<void> {
    const granted = await context.database.sql<{ tenant: string; charge: string; is_hold: boolean }[]>`
      select tenant, charge, is_hold from quota.abandon_2(${batch}, ${charges})`;
    for (const { tenant, charge, is_hold } of granted) {
      if (is_hold) await release(context, { tenant, hold: charge });
      else await refund(context, { tenant, charge });
    }
  }

  async function giveUpAll(): Promise<void> {
    for (const abandoned of [...kept]) {
      await giveUp(abandoned);
      kept = kept.filter((other) => other !== abandoned);
    }
  }

  const { wake, close } = rounds(giveUpAll, () => kept.length > 0);
  return {
    add(abandoned) {
      if (abandoned.charges.length === 0) return;
      kept = [...kept, abandoned].slice(-mostKept);
      wake();
    },
    close,
  };
}
