import type { NoticeEmail } from '../notice-email.ts';
import { paintPercent } from '../words/phrases.ts';
import { levelColour, light } from './email-style.ts';

const HULL_PX = 14;
const BEYOND_PX = 6;
const LINE_PX = 24;
/** All parts but the load line share this much of the width: with all 100 % the line would be squeezed to nothing. */
const SHARED_PERCENT = 99.5;

/** How wide each part is, in percent of the whole: the load line stands at 80 unless overage or grace widens the hull. */
export function meterWidths(facts: NoticeEmail) {
  const { used, line, ceiling } = facts;
  const whole = Math.max(line * 1.25, Math.max(ceiling ?? line, used) * 1.04);
  const share = (amount: number) => Math.round((amount / whole) * SHARED_PERCENT * 10) / 10;
  const paintFrom = (line * paintPercent(facts)) / 100;
  return {
    used: share(Math.min(used, paintFrom)),
    paint: share(Math.max(Math.min(used, line) - paintFrom, 0)),
    track: share(Math.max(line - used, 0)),
    beyond: share(Math.max(used - line, 0)),
    rest: share(whole - Math.max(line, used)),
  };
}

/** The meter, drawn from table cells: used, paint from the first warning mark on, track, load line, what went beyond. */
export function EmailMeter({ facts, label }: { facts: NoticeEmail; label: string }) {
  const widths = meterWidths(facts);
  const paint = levelColour[facts.level].light;
  return (
    <table
      role="img"
      aria-label={label}
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      style={{ borderCollapse: 'separate' }}
    >
      <tbody>
        <tr>
          <Part width={widths.used} className="used" colour={light.used} heightPx={HULL_PX} radius="3px 0 0 3px" />
          <Part width={widths.paint} className="hot" colour={paint} heightPx={HULL_PX} />
          <Part width={widths.track} className="trk" colour={light.track} heightPx={HULL_PX} />
          <td className="ln" width={2} style={{ ...cell, width: 2, background: light.line }}>
            &nbsp;
          </td>
          <Part width={widths.beyond} className="hot" colour={paint} heightPx={BEYOND_PX} />
          <td width={`${widths.rest}%`} style={{ ...cell, width: `${widths.rest}%` }}>
            &nbsp;
          </td>
        </tr>
      </tbody>
    </table>
  );
}

const cell = { height: LINE_PX, fontSize: 0, lineHeight: 0, padding: 0 };

type PartProps = { width: number; className: string; colour: string; heightPx: number; radius?: string };

function Part({ width, className, colour, heightPx, radius = '0' }: PartProps) {
  if (width === 0) return null;
  return (
    <td width={`${width}%`} valign="middle" style={{ ...cell, width: `${width}%` }}>
      <div className={className} style={{ height: heightPx, background: colour, borderRadius: radius }}>
        &nbsp;
      </div>
    </td>
  );
}
