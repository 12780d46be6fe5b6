import { setTimeout as sleep } from 'node:timers/promises';
import type { Quota } from '@plimsoll/quota/server';
import { eq } from 'drizzle-orm';
import type { AppCatalog } from '../catalog.ts';
import type { AppDatabase } from '../database/connect.ts';
import { organization, replayed } from '../database/schema.ts';
import { replaySlug } from '../seed/demo-organisations.ts';
import type { RecordedCall } from './read-recording.ts';

export const recordingName = 'azure-llm-code-2023';

export type ReplayProgress = { done: number; of: number; tokens: number };

export type ReplayOptions = {
  db: AppDatabase;
  quota: Quota<AppCatalog>;
  calls: RecordedCall[];
  /** How many times faster than it was recorded; Infinity: as fast as it goes. */
  speed: number;
  onProgress?(progress: ReplayProgress): void;
};

/** Calls in flight at once: what a busy web process has. */
const mostInFlight = 64;

/**
 * Replays the recording as metered calls through the engine: each asks for its tokens and one API call in one request,
 * with its row as the key. Cut off and started again, it charges each row once; finished, it does nothing.
 */
export async function replay({
  db,
  quota,
  calls,
  speed,
  onProgress = () => {},
}: ReplayOptions): Promise<'replayed' | 'done before'> {
  const [known] = await db.select().from(replayed).where(eq(replayed.source, recordingName));
  if (known) return 'done before';
  const [tenant] = await db.select({ id: organization.id }).from(organization).where(eq(organization.slug, replaySlug));
  if (!tenant) throw new Error(`There is no organisation '${replaySlug}': seed first.`);

  const progress = { done: 0, of: calls.length, tokens: 0 };
  const startedAt = performance.now();
  const waiting = calls.values();
  const send = async () => {
    for (const call of waiting) {
      const dueMs = call.offsetMs / speed - (performance.now() - startedAt);
      if (dueMs > 1) await sleep(dueMs);
      await charge(quota, tenant.id, call);
      progress.done += 1;

      progress.tokens += call.contextTokens + call.generatedTokens;
      onProgress({ ...progress });
    }
  };
  await Promise.all(Array.from({ length: mostInFlight }, send));
  await db.insert(replayed).values({ source: recordingName }).onConflictDoNothing();
  return 'replayed';
}

async function charge(quota: Quota<AppCatalog>, tenant: string, { row, contextTokens, generatedTokens }: RecordedCall) {
  for (;;) {
    const decision = await quota.consume({
      tenant,
      meters: { aiTokens: contextTokens + generatedTokens, apiCalls: 1 },
      key: `${recordingName}/${row}`,
      scope: 'replay',
      actor: 'code-assistant',
      feature: 'code completion',
    });
    if (decision.outcome !== 'refused') return;
    const { refusal } = decision;
    if (refusal.reason !== 'unavailable')
      throw new Error(`Row ${row} was refused: ${refusal.meter} ${refusal.reason}.`);
    await sleep(refusal.retryAfterMs);
  }
}
