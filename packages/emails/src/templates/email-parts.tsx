import type { ReactNode } from 'react';
import type { NoticeEmail } from '../notice-email.ts';
import type { NoticeWords, Paragraph } from '../words/notice-words.ts';
import { EmailFigures } from './email-figures.tsx';
import { EmailMeter } from './email-meter.tsx';
import { levelColour, light } from './email-style.ts';

/** A row of the card. */
function CardRow({ padding, children }: { padding: string; children: ReactNode }) {
  return (
    <tr>
      <td className="pad" style={{ padding }}>
        {children}
      </td>
    </tr>
  );
}

/** The fact, and what it means. */
export function Opening({ subject, lead }: Pick<NoticeWords, 'subject' | 'lead'>) {
  return (
    <CardRow padding="24px 36px 0">
      <h1
        className="t"
        style={{ margin: 0, fontSize: 24, lineHeight: '31px', fontWeight: 650, letterSpacing: -0.3, color: light.text }}
      >
        {subject}
      </h1>
      <p className="t" style={{ margin: '10px 0 0', fontSize: 16, lineHeight: '25px', color: light.text }}>
        {lead}
      </p>
    </CardRow>
  );
}

/** The meter under its name and state, and the figures that belong to it. */
export function MeterRow({ facts, words }: { facts: NoticeEmail; words: NoticeWords }) {
  const spoken = `${facts.meterLabel}: ${facts.used} of ${facts.line} used, ${words.state}`;
  return (
    <CardRow padding="24px 36px 0">
      <table role="presentation" width="100%" cellPadding={0} cellSpacing={0}>
        <tbody>
          <tr>
            <td className="t" style={{ ...heading, fontSize: 15, color: light.text }}>
              {facts.meterLabel}
            </td>
            <td
              className="sv"
              align="right"
              style={{ ...heading, fontSize: 14, color: levelColour[facts.level].light }}
            >
              {words.state}
            </td>
          </tr>
        </tbody>
      </table>
      <EmailMeter facts={facts} label={spoken} />
      <EmailFigures figures={words.figures} />
    </CardRow>
  );
}

/** Paragraphs below a rule, each opening with its point. */
export function Points({ paragraphs }: { paragraphs: Paragraph[] }) {
  return (
    <CardRow padding="20px 36px 0">
      <table
        role="presentation"
        className="hr"
        width="100%"
        cellPadding={0}
        cellSpacing={0}
        style={{ borderTop: `1px solid ${light.edge}` }}
      >
        <tbody>
          <tr>
            <td style={{ paddingTop: 18 }}>
              {paragraphs.map(({ point, text }) => (
                <p
                  key={point}
                  className="t"
                  style={{ margin: '0 0 10px', fontSize: 15, lineHeight: '23px', color: light.text }}
                >
                  <b>{point}</b> {text}
                </p>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
    </CardRow>
  );
}

/** The one button, and a word after it. */
export function WayForward({ button, afterword }: Pick<NoticeWords, 'button' | 'afterword'>) {
  return (
    <CardRow padding="22px 36px 30px">
      <a className="btn" href={button.href} style={buttonStyle}>
        {button.label}
      </a>
      {afterword && (
        <p className="t m" style={{ margin: '14px 0 0', fontSize: 14, lineHeight: '21px', color: light.muted }}>
          {afterword.text}
          {afterword.link && (
            <>
              {' '}
              <a className="a" href={afterword.link.href} style={{ color: light.accent }}>
                {afterword.link.label}
              </a>
              .
            </>
          )}
        </p>
      )}
    </CardRow>
  );
}

const heading = { lineHeight: '20px', fontWeight: 600, paddingBottom: 8 };
const buttonStyle = {
  display: 'inline-block',
  background: light.accent,
  color: light.onAccent,
  fontSize: 15,
  lineHeight: '20px',
  fontWeight: 600,
  textDecoration: 'none',
  padding: '12px 20px',
  borderRadius: 8,
};
