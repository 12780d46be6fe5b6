import type { ReactNode } from 'react';
import { Body, Head, Html, Preview } from 'react-email';
import type { NoticeEmail } from '../notice-email.ts';
import type { NoticeWords } from '../words/notice-words.ts';
import { emailStyle, font, light } from './email-style.ts';

/** The page of an email: one card of at most 600 px, the app's name on top, and below it why this was sent. */
export function EmailFrame({
  facts,
  words,
  children,
}: {
  facts: NoticeEmail;
  words: NoticeWords;
  children: ReactNode;
}) {
  const appName = facts.appName ?? new URL(facts.appUrl).host;
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{words.subject}</title>
        <style>{emailStyle(facts.level)}</style>
      </Head>
      <Body className="bg" style={{ margin: 0, padding: 0, background: light.ground, fontFamily: font }}>
        <Preview>{words.preheader}</Preview>
        <main>
          <table
            role="presentation"
            className="bg"
            width="100%"
            cellPadding={0}
            cellSpacing={0}
            style={{ background: light.ground }}
          >
            <tbody>
              <tr>
                <td className="wrap" align="center" style={{ padding: '28px 16px' }}>
                  <table role="presentation" className="card" width={600} cellPadding={0} cellSpacing={0} style={card}>
                    <tbody>
                      <tr>
                        <td className="pad t" style={{ ...brand, color: light.text }}>
                          <span className="a" aria-hidden="true" style={{ color: light.accent, fontSize: 17 }}>
                            ⊖
                          </span>
                          &nbsp; {appName}
                        </td>
                      </tr>
                      {children}
                    </tbody>
                  </table>
                  <table
                    role="presentation"
                    width={600}
                    cellPadding={0}
                    cellSpacing={0}
                    style={{ maxWidth: 600, width: '100%' }}
                  >
                    <tbody>
                      <tr>
                        <td
                          className="pad t m"
                          style={{ padding: '18px 36px 24px', fontSize: 12, lineHeight: '18px', color: light.muted }}
                        >
                          {words.footer}
                        </td>
                      </tr>
                    </tbody>
                  </table>
                </td>
              </tr>
            </tbody>
          </table>
        </main>
      </Body>
    </Html>
  );
}

const brand = { padding: '26px 36px 0', fontSize: 15, lineHeight: '20px', fontWeight: 600, textAlign: 'left' as const };
const card = {
  maxWidth: 600,
  width: '100%',
  background: light.card,
  border: `1px solid ${light.edge}`,
  borderRadius: 12,
  textAlign: 'left' as const,
};
