import type { LoggedRequest } from '../store/request-log.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** How the requests with one key went, the oldest first: "accepted once, at the second try; tried 3 times". */
export function triesText(tries: Pick<LoggedRequest, 'outcome'>[]): string {
  const accepted = tries.findIndex(({ outcome }) => outcome === 'accepted');
  const at = `accepted once, at the ${ORDINALS[accepted] ?? `${accepted + 1}th`} try`;
  return tries.length > accepted + 1 ? `${at}; tried ${tries.length} times` : at;
}
