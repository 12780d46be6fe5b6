import { formatAmount, formatDay } from '@plimsoll/quota';
import type { NoticeEmail } from '../notice-email.ts';
import { beyondFigure, beyondText, isRefusedInTheEnd, leftBeyond } from './beyond-words.ts';
import { dayOfMonth, longDay } from './dates.ts';
import type { NoticeWords, Paragraph } from './notice-words.ts';
import * as phrase from './phrases.ts';

/** The line is reached: what that means, and the ways forward, the quickest first. */
export function exhaustedWords(facts: NoticeEmail): NoticeWords {
  const { used, line } = facts;
  const ceiling = facts.ceiling ?? line;
  const beyond = leftBeyond(facts);
  const full = formatAmount(beyond > 0 || !isRefusedInTheEnd(facts) ? line : ceiling);
  const upgrade = phrase.upgradeText(facts, Math.max(used, line));
  return {
    subject: allUsed(facts, full),
    preheader: `${refusals(facts, upgrade !== null, formatDay)} Your work is untouched.`,
    lead: `${refusals(facts, upgrade !== null, longDay)} Everything you made is untouched, and everything else works as before.`,
    state: 'Limit reached',
    figures: phrase.figures(
      facts,
      beyond > 0 ? beyondFigure(facts, beyond) : phrase.remainingFigure(0, Math.max(line, ceiling)),
    ),
    paragraphs: [
      ...(upgrade ? [{ point: `Upgrade to ${upgrade.plan}:`, text: upgrade.gain }] : []),
      ...otherWay(facts, upgrade !== null),
    ],
    button: upgrade
      ? { label: `Upgrade to ${facts.upgrade?.name}`, href: phrase.plansUrl(facts) }
      : { label: 'See your usage', href: phrase.usageUrl(facts) },
    afterword: upgrade
      ? { text: 'Prefer to look first?', link: { label: 'See your usage', href: phrase.usageUrl(facts) } }
      : null,
    footer: phrase.footer(facts, `${phrase.labelInSentence(facts)} reached the limit`),
  };
}

/** A level is held, not used up; and "all 1 exports" is no English. */
function allUsed(facts: NoticeEmail, full: string): string {
  const label = phrase.labelInSentence(facts);
  if (facts.meterKind === 'level') return `${facts.tenantName} has ${full} of ${full} ${label}`;
  return full === '1'
    ? `${facts.tenantName} has used 1 of 1 ${label}`
    : `${facts.tenantName} has used all ${full} ${label}`;
}

/** `New ones are refused until …, or until you upgrade.` What follows the line comes first. */
function refusals(facts: NoticeEmail, canUpgrade: boolean, writeDay: (iso: string, zone: string) => string): string {
  const { meterKind, resetsAt, zone } = facts;
  const follows = beyondText(facts, 'From now on');
  if (!isRefusedInTheEnd(facts)) return `${follows}.`;
  const ends = [
    ...(meterKind === 'level'
      ? ['until you free some']
      : resetsAt === null
        ? []
        : [`until ${writeDay(resetsAt, zone)}`]),
    ...(canUpgrade ? ['until you upgrade'] : []),
  ].join(', or ');
  const refused = ends === '' ? 'new ones are refused.' : `new ones are refused ${ends}.`;
  return follows ? `${follows}; then ${refused}` : `N${refused.slice(1)}`;
}

function otherWay({ meterKind, resetsAt, zone }: NoticeEmail, canUpgrade: boolean): Paragraph[] {
  const or = (way: string) => (canUpgrade ? `Or ${way}` : `${way.charAt(0).toUpperCase()}${way.slice(1)}`);
  if (meterKind === 'level')
    return [{ point: or('free some.'), text: 'Each one you no longer need makes room at once.' }];
  if (resetsAt === null) return [];
  return [
    {
      point: or(`wait until ${dayOfMonth(resetsAt, zone)}.`),
      text: 'Counting starts anew then, and no one needs to do anything.',
    },
  ];
}
