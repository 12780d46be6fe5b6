import { formatAmount, type MeterUsage } from '@plimsoll/quota';
import type { CSSProperties } from 'react';
import { type MeterShape, meterShape } from './meter-shape.ts';
import { meterValueText } from './meter-words.ts';

export type UsageMeterProps = {
  /** The meter's name for screen readers: `AI generations`. */
  label: string;
  usage: MeterUsage;
  /** Box height 40, 36 or 18 px. */
  size?: 'l' | 'm' | 's';
  /** Inside a button or link, where the text beside it speaks. */
  decorative?: boolean;
  /** The figures are older than they should be: drawn pale. */
  stale?: boolean;
};

/** The meter: a hull filled up to what is used, and the load line where calls are refused. */
export function UsageMeter({ label, usage, size = 'm', decorative = false, stale = false }: UsageMeterProps) {
  const shape = meterShape(usage);
  return (
    <div
      className="plimsoll-meter"
      data-size={size}
      data-state={usage.status}
      data-full={shape.type === 'hull' && shape.isFull ? '' : undefined}
      data-stale={stale ? '' : undefined}
      style={positions(shape)}
      {...(decorative ? { 'aria-hidden': true } : semantics(label, usage, shape))}
    >
      <Parts shape={shape} />
    </div>
  );
}

function Parts({ shape }: { shape: MeterShape }) {
  if (shape.type === 'open') return <span className="plimsoll-meter-open" />;
  if (shape.type === 'absent') return <span className="plimsoll-meter-absent" />;
  return (
    <>
      <span className="plimsoll-meter-hull" />
      {shape.grants > 0 && <span className="plimsoll-meter-grant" />}
      <span className="plimsoll-meter-used" />
      {shape.paintFromPercent !== null && <span className="plimsoll-meter-paint" />}
      {shape.held > 0 && <span className="plimsoll-meter-held" />}
      {shape.beyond !== 'none' && <span className="plimsoll-meter-over" data-cut={shape.beyond === 'cut'} />}
      {shape.marks.map(({ percent, passed }) => (
        <span key={percent} className="plimsoll-meter-mark" data-passed={passed} style={at(percent)} />
      ))}
      <span className="plimsoll-meter-line">
        <i />
      </span>
    </>
  );
}

/** Unlimited and not in the plan have no scale: an image with the fact as its name. */
function semantics(label: string, usage: MeterUsage, shape: MeterShape) {
  if (shape.type === 'open') return { role: 'img', 'aria-label': `${label}: ${formatAmount(usage.used)}, unlimited` };
  if (shape.type === 'absent') return { role: 'img', 'aria-label': `${label}: not in the plan` };
  const max = usage.ceiling ?? shape.line;
  return {
    role: 'meter',
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': max,
    'aria-valuenow': Math.min(usage.used, max),
    'aria-valuetext': meterValueText(usage),
  };
}

const at = (percent: number) => ({ '--at': percent }) as CSSProperties;

function positions(shape: MeterShape): CSSProperties | undefined {
  if (shape.type !== 'hull') return undefined;
  return {
    '--used': shape.used,
    '--held': Math.max(Math.min(shape.held, shape.line - shape.used), 0),
    '--limit': shape.limit,
    '--grant': shape.grants,
    '--domain': shape.domain,
    '--paint-from': shape.paintFromPercent ?? 100,
  } as CSSProperties;
}
