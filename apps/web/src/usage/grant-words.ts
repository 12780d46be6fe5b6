import { formatDay, type GrantSource, type GrantUsage } from '@plimsoll/quota';

export const sourceWords: Record<GrantSource, string> = {
  bonus: 'Bonus',
  purchase: 'Purchase',
  gift: 'Gift',
  rollover: 'Rollover',
};

/**
 * When a grant ends: `30 Nov`, `Never`; one that hasn't begun says from when, one with nothing left why.
 * @param at the moment that is looked at, ISO 8601.
 * @param zone IANA time zone in which days begin.
 */
export function expiryWords(
  { startsAt, expiresAt, remaining }: Pick<GrantUsage, 'startsAt' | 'expiresAt' | 'remaining'>,
  at: string,
  zone: string,
): string {
  const now = Date.parse(at);
  const end = expiresAt && formatDay(expiresAt, zone);
  if (Date.parse(startsAt) > now) return `From ${formatDay(startsAt, zone)}${end ? ` to ${end}` : ''}`;
  if (expiresAt && Date.parse(expiresAt) <= now) return `Expired ${end}`;
  if (remaining === 0) return 'Used up';
  return end ?? 'Never';
}
