import { formatAmount } from '@plimsoll/quota';
import type { NoticeEmail } from '../notice-email.ts';
import { wholeMoment } from '../words/dates.ts';
import type { NoticeWords } from '../words/notice-words.ts';

const LINE_LENGTH = 76;
const METER_LENGTH = 20;

/** The email as plain text, for those who read it so: the same words, the meter drawn in characters. */
export function noticeText(facts: NoticeEmail, words: NoticeWords): string {
  const { afterword, button } = words;
  const link = afterword?.link ? ` ${afterword.link.label}: ${afterword.link.href}` : '';
  return [
    wrap(words.lead),
    meterLine(facts, words.state),
    ...(facts.resetsAt === null ? [] : [`Resets ${wholeMoment(facts.resetsAt, facts.zone)}.`]),
    ...words.paragraphs.map(({ point, text }) => `${point}\n${wrap(text)}`),
    `${button.label}: ${button.href}${afterword ? `\n${afterword.text}${link}` : ''}`,
    `-- \n${wrap(words.footer)}`,
  ].join('\n\n');
}

function meterLine({ meterLabel, used, line }: NoticeEmail, state: string): string {
  const filled = Math.min(Math.floor((used / line) * METER_LENGTH), METER_LENGTH);
  const hull = '#'.repeat(filled).padEnd(METER_LENGTH, '-');
  return `  ${meterLabel}   [${hull}|]   ${formatAmount(used)} of ${formatAmount(line)}, ${state.toLowerCase()}`;
}

/** Breaks at plain spaces only, so that "82 %" stays together. */
function wrap(text: string): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= LINE_LENGTH) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
