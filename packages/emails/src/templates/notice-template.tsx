import type { NoticeEmail } from '../notice-email.ts';
import type { NoticeWords } from '../words/notice-words.ts';
import { EmailFrame } from './email-frame.tsx';
import { MeterRow, Opening, Points, WayForward } from './email-parts.tsx';

/** The email about a crossing. Warning and reached limit are built alike: they differ in words, colour and meter. */
export function NoticeTemplate({ facts, words }: { facts: NoticeEmail; words: NoticeWords }) {
  return (
    <EmailFrame facts={facts} words={words}>
      <Opening {...words} />
      <MeterRow facts={facts} words={words} />
      <Points paragraphs={words.paragraphs} />
      <WayForward {...words} />
    </EmailFrame>
  );
}
