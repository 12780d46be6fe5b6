import {
  type Catalog,
  formatAmount,
  formatDay,
  formatMoment,
  formatPrice,
  formatSpan,
  meterLabel,
  type Remedy,
} from '@plimsoll/quota';
import { inSentence } from '../meter/in-sentence.ts';
import { formatWait } from '../wait-words.ts';

/** One way forward in words: what to do, what it does, and a figure at the end of the line. */
export type WayWords = { readonly title: string; readonly text: string; readonly tail?: string };

/** From here on the day alone says enough. */
const twoDaysMs = 2 * 86_400_000;

/**
 * @param remedy one of a refusal's.
 * @param limit what the present plan gives of the meter, for "10 again"; null where it has no number.
 * @param zone IANA time zone in which periods turn.
 */
export function wayWords(
  remedy: Remedy,
  { catalog, meter, limit, zone }: { catalog: Catalog; meter: string; limit: number | null; zone: string },
): WayWords {
  const what = inSentence(meterLabel(catalog, meter));
  const unit = catalog.meters[meter]?.unit ?? what;
  const some = (amount: number) => (amount === 1 ? `1 ${unit}` : `${formatAmount(amount)} ${what}`);
  switch (remedy.type) {
    case 'reduce':
      return {
        title: `Ask for ${formatAmount(remedy.amount)}`,
        text: `${some(remedy.amount)} can be granted right now.`,
      };
    case 'free':
      return { title: `Free some: delete ${some(remedy.amount)}`, text: 'Room that is freed can be used at once.' };
    case 'upgrade':
      return {
        title:
          remedy.more === null
            ? `Upgrade to ${remedy.name}: no limit`
            : `Upgrade to ${remedy.name}: ${formatAmount(remedy.more)} more at once`,
        text:
          remedy.line === null
            ? `Unlimited ${what}.`
            : `${some(remedy.line)}${limit === null ? '' : ` instead of ${formatAmount(limit)}`}.`,
        tail: `${formatPrice(remedy.price)} a month`,
      };
    case 'ask_owner':
      return { title: 'Ask an owner', text: `Only an owner can change the plan. ${remedy.name} has room for this.` };
    case 'wait':
      if (catalog.meters[meter]?.kind === 'rate') {
        return { title: `Wait ${formatWait(remedy.waitMs)}`, text: 'Room comes back by itself, call by call.' };
      }
      return {
        title: `Wait until ${remedy.waitMs < twoDaysMs ? formatMoment(remedy.until, zone) : formatDay(remedy.until, zone)}`,
        text: `${limit === null ? 'Full' : some(limit)} again at ${formatMoment(remedy.until, zone).replace(/.*, /, '')}, ${zone}.`,
        tail: `in ${formatSpan(remedy.waitMs)}`,
      };
    default:
      return remedy satisfies never;
  }
}
