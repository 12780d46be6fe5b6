import type { NoticeWords } from '../words/notice-words.ts';
import { light } from './email-style.ts';

/** Figures side by side; one under the other on a phone. */
export function EmailFigures({ figures }: { figures: NoticeWords['figures'] }) {
  const width = `${Math.floor(100 / figures.length)}%`;
  return (
    <table role="presentation" width="100%" cellPadding={0} cellSpacing={0}>
      <tbody>
        <tr>
          {figures.map(({ name, value, note }) => (
            <td key={name} className="col" width={width} valign="top" style={{ padding: '16px 12px 0 0' }}>
              <span className="t m" style={small}>
                {name}
              </span>
              <span
                className="t"
                style={{ display: 'block', fontSize: 17, lineHeight: '24px', fontWeight: 600, color: light.text }}
              >
                {value}
              </span>
              <span className="t m" style={small}>
                {note}
              </span>
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

const small = { display: 'block', fontSize: 13, lineHeight: '18px', color: light.muted };
