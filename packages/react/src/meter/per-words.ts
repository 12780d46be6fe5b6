import type { Meter, Per, RatePer } from '@plimsoll/quota';
import { formatWait } from '../wait-words.ts';

/** The time by which a meter counts; null: a level counts what is held now. */
export type CountedPer = Per | RatePer | null;

export const perOf = (meter: Meter | undefined): CountedPer => (!meter || meter.kind === 'level' ? null : meter.per);

/** By what a limit counts, as it stands after the amount: `a month`, `an hour`, `in 5 hours`, `at a time`. */
export function perWords(per: CountedPer): string {
  if (per === null) return 'at a time';
  if (typeof per === 'object') return `in ${formatWait(per.windowMs)}`;
  if (per === 'lifetime') return 'in all';
  return `${per === 'hour' ? 'an' : 'a'} ${per}`;
}

/** `5 hours from the first use`, for a window that no call has opened; null for what has a calendar, or no period. */
export const windowWords = (per: CountedPer): string | null =>
  per !== null && typeof per === 'object' ? `${formatWait(per.windowMs)} from the first use` : null;
