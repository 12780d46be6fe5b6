import { render } from 'react-email';
import { type NoticeEmail, noticeEmailSchema } from './notice-email.ts';
import { NoticeTemplate } from './templates/notice-template.tsx';
import { noticeText } from './templates/notice-text.ts';
import { noticeWords } from './words/notice-words.ts';

export type RenderedEmail = { subject: string; preheader: string; html: string; text: string };

/**
 * Writes the email about a crossing: the same facts always give the same email, to the letter, which is what makes a
 * repeated send under one idempotency key the same send.
 *
 * @throws ZodError where the facts aren't what {@link noticeEmailSchema} says.
 */
export async function renderNoticeEmail(given: NoticeEmail): Promise<RenderedEmail> {
  const facts = noticeEmailSchema.parse(given);
  const words = noticeWords(facts);
  return {
    subject: words.subject,
    preheader: words.preheader,
    html: await render(<NoticeTemplate facts={facts} words={words} />),
    text: noticeText(facts, words),
  };
}
