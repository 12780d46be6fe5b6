import { formatAmount, formatDay } from '@plimsoll/quota';
import type { NoticeEmail } from '../notice-email.ts';
import { beyondText, isRefusedInTheEnd } from './beyond-words.ts';
import { dayOfMonth, longDay } from './dates.ts';
import type { NoticeWords, Paragraph } from './notice-words.ts';
import * as phrase from './phrases.ts';

/** A warning before the line: what remains, what happens there, what would help. */
export function thresholdWords(facts: NoticeEmail): NoticeWords {
  const { tenantName, meterKind, used, line, resetsAt, zone, nextThresholdPercent } = facts;
  const remaining = Math.max(line - used, 0);
  const passed = phrase.percentText(phrase.passedPercent(facts));
  const label = phrase.labelInSentence(facts);
  const verb = meterKind === 'level' ? 'has' : 'has used';
  const until = resetsAt === null ? '' : ` until ${longDay(resetsAt, zone)}`;
  return {
    subject: `${tenantName} ${verb} ${formatAmount(used)} of ${formatAmount(line)} ${label}`,
    preheader: `${formatAmount(remaining)} remaining${resetsAt === null ? '' : ` until ${formatDay(resetsAt, zone)}`}.`,
    lead: `${phrase.remainText(remaining)}${until}.`,
    state: `${passed} passed`,
    figures: phrase.figures(facts, phrase.remainingFigure(remaining, line)),
    paragraphs: [atTheLimit(facts), whatHelps(facts)],
    button: { label: 'See usage and plans', href: phrase.usageUrl(facts) },
    afterword:
      nextThresholdPercent === null
        ? null
        : {
            text: `${meterKind === 'level' ? 'The' : 'Or wait: the'} next notice comes at ${phrase.percentText(nextThresholdPercent)}, once.`,
          },
    footer: phrase.footer(facts, `${label} passed ${passed}`),
  };
}

function atTheLimit(facts: NoticeEmail): Paragraph {
  const { meterKind, used, line, ceiling, resetsAt, zone } = facts;
  const follows = beyondText(facts, used < line ? 'After that' : 'From now on');
  const until =
    meterKind === 'level' ? ' until you free some' : resetsAt === null ? '' : ` until ${dayOfMonth(resetsAt, zone)}`;
  return {
    point: 'What happens at the limit.',
    text: [
      ...(follows ? [`${follows}.`] : []),
      ...(isRefusedInTheEnd(facts) ? [`After ${formatAmount(ceiling ?? line)}, new ones are refused${until}.`] : []),
      'Nothing else in your account is affected.',
    ].join(' '),
  };
}

function whatHelps(facts: NoticeEmail): Paragraph {
  const upgrade = phrase.upgradeText(facts, facts.line);
  const point = 'What would help.';
  if (facts.meterKind === 'level') {
    const free = 'Free some you no longer need: each makes room at once.';
    return { point, text: upgrade ? `${free} Or ${upgrade.plan}: ${upgrade.gain}` : free };
  }
  if (upgrade) return { point, text: `${upgrade.plan}: ${upgrade.gain}` };
  const anew = facts.resetsAt === null ? '' : ` Counting starts anew on ${dayOfMonth(facts.resetsAt, facts.zone)}.`;
  return { point, text: `See which features use the most, and spare some.${anew}` };
}
