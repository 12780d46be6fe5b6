import type { NoticeEmail } from '../notice-email.ts';
import { exhaustedWords } from './exhausted-words.ts';
import { thresholdWords } from './threshold-words.ts';

/** A paragraph that opens with its point. */
export type Paragraph = { point: string; text: string };

/** Everything an email says, before it is set as HTML or as text. */
export type NoticeWords = {
  subject: string;
  preheader: string;
  lead: string;
  /** Beside the meter's name: "80 % passed". */
  state: string;
  figures: { name: string; value: string; note: string }[];
  paragraphs: Paragraph[];
  button: { label: string; href: string };
  /** After the button; with a link where there is one. */
  afterword: { text: string; link?: { label: string; href: string } } | null;
  /** To whom this was sent, and why. */
  footer: string;
};

/** Words for a notice, by its kind. */
export function noticeWords(facts: NoticeEmail): NoticeWords {
  switch (facts.kind) {
    case 'threshold':
      return thresholdWords(facts);
    case 'exhausted':
      return exhaustedWords(facts);
    default:
      return facts.kind satisfies never;
  }
}
