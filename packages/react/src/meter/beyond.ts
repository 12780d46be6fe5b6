import { type Beyond, formatAmount, formatMoment, formatPrice, type MeterUsage, type Price } from '@plimsoll/quota';

/** What could be granted of the line itself, whole units, 0 or more; 0 where there is no line. */
export const leftOfLine = ({ line, used, held }: Pick<MeterUsage, 'line' | 'used' | 'held'>): number =>
  Math.max((line ?? 0) - used - held, 0);

/** What is used above the line. */
export const usedBeyond = ({ line, used }: Pick<MeterUsage, 'line' | 'used'>): number =>
  line === null ? 0 : Math.max(used - line, 0);

/**
 * What may be used above the line and isn't yet: null without an end, 0 where the line is the end. Grace that is over
 * still stands in `beyond`; that it is over shows in the ceiling.
 */
export function leftBeyond({ beyond, line, ceiling, used, held }: MeterUsage): number | null {
  if (!beyond || line === null) return 0;
  return ceiling === null ? null : Math.max(ceiling - Math.max(used + held, line), 0);
}

/** `$1.00`: a sum keeps its cents, unlike a price. */
export const formatSum = ({ currency, minor }: Price): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(minor / 100);

/** On which terms more is given: `at $0.15 each`, `until Thu 19 Nov, 09:14`, `for 3 days`; nothing for a soft limit. */
export function termsWords(beyond: Beyond, zone?: string): string {
  switch (beyond.type) {
    case 'overage':
      return `at ${formatPrice(beyond.price)} each`;
    case 'grace':
      if (beyond.until === null) return `for ${beyond.days === 1 ? '1 day' : `${beyond.days} days`}`;
      return zone ? `until ${formatMoment(beyond.until, zone)}` : 'in grace';
    case 'soft':
      return '';
    default:
      return beyond satisfies never;
  }
}

/** `20 more at $0.15 each`, `50 more for 3 days`, `more is allowed`; null where the line is the end. */
export function moreWords(usage: MeterUsage, zone?: string): string | null {
  const left = leftBeyond(usage);
  if (!usage.beyond || left === 0) return null;
  return left === null ? 'more is allowed' : `${formatAmount(left)} more ${termsWords(usage.beyond, zone)}`;
}

/** Grace was given and has run out: what is used above the line stays, nothing more is granted. */
export const isGraceOver = ({ beyond, line, ceiling }: MeterUsage): boolean =>
  beyond?.type === 'grace' && beyond.until !== null && ceiling === line;
