import type { MeterName } from '@plimsoll/quota';
import { leftOfLine, quotaRefusalOf } from '@plimsoll/react';
import { TRPCClientError } from '@trpc/client';
import { useState } from 'react';
import type { AppCatalog } from '../../server/catalog.ts';
import { trpc } from '../trpc.ts';
import { useDecisions } from './decisions.tsx';
import { type RefusedCall, useRefusals } from './refusal-provider.tsx';
import { refusalReason } from './refusal-reason.ts';

type ProtectedCall = {
  meter: MeterName<AppCatalog>;
  /** Offered again after an upgrade. */
  again: RefusedCall['again'];
  /** What a refusal leaves untouched: `your prompt is kept`. */
  kept?: string;
};

/**
 * Makes protected calls: notes each decision, refreshes usage at once, and opens the dialog where a call was refused.
 * `failure` says in words what else went wrong with the last one.
 */
export function useProtectedCall({ meter, again, kept }: ProtectedCall) {
  const utils = trpc.useUtils();
  const { noteDecision } = useDecisions();
  const { openRefusal } = useRefusals();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const remainingNow = async () => {
    const usage = await utils.usage.get.fetch(undefined, { staleTime: 0 });
    if (usage.scope === 'own') return null;
    const standing = usage.meters[meter];
    // As the meters beside it count: up to the line while there is room below it.
    return standing.beyond && leftOfLine(standing) > 0 ? leftOfLine(standing) : standing.remaining;
  };

  /** @returns what the call answered, once it was granted; undefined where it was refused or failed. */
  async function run<T>(call: () => Promise<T>): Promise<T | undefined> {
    setBusy(true);
    setFailure(null);
    try {
      const answer = await call();
      // Not waited for: a stream starts to show at once.
      void remainingNow()
        .catch(() => null)
        .then((remaining) => noteDecision({ outcome: 'granted', meter, amount: 1, remaining }));
      return answer;
    } catch (error) {
      const refusal = quotaRefusalOf<AppCatalog>(error);
      if (refusal) {
        const remaining = 'remaining' in refusal ? refusal.remaining : null;
        const because = refusalReason(refusal.reason);
        noteDecision({ outcome: 'refused', meter: refusal.meter, amount: refusal.asked, because, remaining });
        openRefusal({ refusal, again, ...(kept && { kept }) });
        void utils.usage.get.invalidate();
      } else setFailure(failureWords(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  }

  return { run, isBusy, failure };
}

/** A conflict has words for people; of anything else they need to know only that nothing is lost. */
const failureWords = (error: unknown): string =>
  error instanceof TRPCClientError && error.data?.code === 'CONFLICT'
    ? error.message
    : 'That didn’t work. Nothing is lost; try again in a moment.';
