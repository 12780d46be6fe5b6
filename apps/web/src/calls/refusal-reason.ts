import type { QuotaRefusal } from '@plimsoll/quota';

const words: Record<QuotaRefusal['reason'], string> = {
  exhausted: 'limit reached',
  too_fast: 'too fast',
  not_in_plan: 'not in the plan',
  suspended: 'paused',
  unavailable: 'limits can’t be checked',
};

/** Why a call was refused, as the end of a line. */
export const refusalReason = (reason: QuotaRefusal['reason']): string => words[reason];
