import { formatAmount, formatPrice, formatSpan } from '@plimsoll/quota';
import type { NoticeEmail } from '../notice-email.ts';
import { clockTime, shortDay, wholeMoment } from './dates.ts';
import type { NoticeWords } from './notice-words.ts';

/** From this share of the line on, used is painted in the state's colour, and a passed mark is named. */
const FIRST_NAMED_MARK = 80;

/** `Projects` as it stands within a sentence: `projects`. `AI generations` and other names of their own stay. */
export const labelInSentence = ({ meterLabel }: NoticeEmail): string =>
  /^\p{Lu}\p{Ll}*( |$)/u.test(meterLabel) && !/^\p{Lu}( |$)/u.test(meterLabel)
    ? meterLabel.charAt(0).toLowerCase() + meterLabel.slice(1)
    : meterLabel;

/** `82 %`, with a space that doesn't break. */
export const percentText = (percent: number): string => `${percent}\u00a0%`;

/** `1 remains`, `20 remain`. */
export const remainText = (count: number): string => `${formatAmount(count)} ${count === 1 ? 'remains' : 'remain'}`;

/** The highest mark that is passed, or the percentage itself below all of them. */
export function passedPercent({ marks, percent }: NoticeEmail): number {
  const passed = marks.filter((mark) => mark <= percent);
  return passed.length > 0 ? Math.max(...passed) : Math.floor(percent);
}

/** Where the paint begins, in percent of the line: the first mark from 80 on. */
export function paintPercent({ marks }: NoticeEmail): number {
  return Math.min(...marks.filter((mark) => mark >= FIRST_NAMED_MARK && mark < 100), 100);
}

type Figure = NoticeWords['figures'][number];

/** What remains of the line. */
export const remainingFigure = (remaining: number, of: number): Figure => ({
  name: 'Remaining',
  value: formatAmount(remaining),
  note: `of ${formatAmount(of)}`,
});

/** The first figure, and when the allowance is refilled; where it never is, the plan it belongs to. */
export function figures(facts: NoticeEmail, first: Figure): Figure[] {
  const { at, resetsAt, zone, planName } = facts;
  if (resetsAt === null)
    return [first, { name: 'Plan', value: planName, note: 'no reset: what you free is yours again' }];
  const [count, unit, ...rest] = formatSpan(Date.parse(resetsAt) - Date.parse(at)).split(' ');
  return [
    first,
    { name: 'Resets', value: shortDay(resetsAt, zone), note: `${clockTime(resetsAt, zone)}, ${zone}` },
    { name: 'Time until then', value: `${count} ${unit}`, note: rest.length > 0 ? `and ${rest.join(' ')}` : '' },
  ];
}

/** The plan that helps: `Starter, $19 a month`, and what it gives above `from`. Null where none gives more. */
export function upgradeText(facts: NoticeEmail, from: number): { plan: string; gain: string } | null {
  const { upgrade, meterKind } = facts;
  if (!upgrade) return null;
  const plan = `${upgrade.name}, ${formatPrice({ currency: upgrade.currency, minor: upgrade.priceCents })} a month`;
  if (upgrade.line === null) return { plan, gain: `${labelInSentence(facts)} without a limit.` };
  if (upgrade.line <= from) return null;
  const more = formatAmount(upgrade.line - from);
  const all = formatAmount(upgrade.line);
  return {
    plan,
    gain:
      meterKind === 'level'
        ? `room for ${more} more at once, ${all} in all.`
        : `${more} more at once, ${all} in every period.`,
  };
}

/** To whom and why: `Sent to the owners of … because … on …`. */
export function footer({ tenantName, at, zone }: NoticeEmail, because: string): string {
  return `Sent to the owners of ${tenantName} because ${because} on ${wholeMoment(at, zone)}.`;
}

export const usageUrl = ({ appUrl }: NoticeEmail): string => `${appUrl.replace(/\/$/, '')}/settings/usage`;
export const plansUrl = ({ appUrl }: NoticeEmail): string => `${appUrl.replace(/\/$/, '')}/plans`;
