import { formatAmount, type MeterUsage } from '@plimsoll/quota';
import type { CSSProperties } from 'react';
import { inSentence } from './in-sentence.ts';
import { type MeterShape, meterShape } from './meter-shape.ts';
import { poolWords } from './pool-words.ts';
import { meterValueText, type ValueContext } from './value-text.ts';

export type UsageMeterProps = ValueContext & {
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

/** The meter: a hull filled up to what is used, the load line, and what may be used beyond it. */
export function UsageMeter(props: UsageMeterProps) {
  const { usage, size = 'm', decorative = false, stale = false } = props;
  const shape = meterShape(usage);
  return (
    <div
      className="plimsoll-meter"
      data-size={size}
      data-state={usage.status}
      data-full={shape.type === 'hull' && shape.isFull ? '' : undefined}
      data-stale={stale ? '' : undefined}
      style={positions(shape)}
      {...(decorative ? { 'aria-hidden': true } : semantics(props, shape))}
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
      {shape.beyond > 0 && <span className="plimsoll-meter-beyond" data-endless={shape.isBeyondEndless} />}
      <span className="plimsoll-meter-used" />
      {shape.paintFromPercent !== null && <span className="plimsoll-meter-paint" />}
      {shape.held > 0 && <span className="plimsoll-meter-held" />}
      {shape.over !== 'none' && <span className="plimsoll-meter-over" data-cut={shape.over === 'cut'} />}
      {shape.heldBeyond > 0 && <span className="plimsoll-meter-held" data-beyond="" />}
      {shape.marks.map(({ amount, percent, passed }) => (
        <span key={`${percent}/${amount}`} className="plimsoll-meter-mark" data-passed={passed} style={at(percent)} />
      ))}
      <span className="plimsoll-meter-line">
        <i />
      </span>
    </>
  );
}

/** Unlimited and not in the plan have no scale: an image with the fact as its name. */
function semantics({ label, usage, zone, per }: UsageMeterProps, shape: MeterShape) {
  const { used, pool } = usage;
  if (shape.type === 'open') {
    const end = usage.limit.type === 'pooled' && pool ? inSentence(poolWords(pool)) : 'unlimited';
    return { role: 'img', 'aria-label': `${label}: ${formatAmount(used)}, ${end}` };
  }
  if (shape.type === 'absent') {
    return { role: 'img', 'aria-label': `${label}: ${used > 0 ? `${formatAmount(used)} used, ` : ''}not in the plan` };
  }
  const max = shape.isBeyondEndless ? Math.max(shape.line, shape.used) : shape.line + shape.beyond;
  return {
    role: 'meter',
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': max,
    'aria-valuenow': Math.min(shape.used, max),
    'aria-valuetext': meterValueText(usage, { zone, per }),
  };
}

const at = (percent: number) => ({ '--at': percent }) as CSSProperties;

function positions(shape: MeterShape): CSSProperties | undefined {
  if (shape.type !== 'hull') return undefined;
  return {
    '--used': shape.used,
    '--held': shape.held,
    '--held-beyond': shape.heldBeyond,
    '--limit': shape.limit,
    '--grant': shape.grants,
    '--beyond': shape.beyond,
    '--domain': shape.domain,
    '--paint-from': shape.paintFromPercent ?? 100,
  } as CSSProperties;
}
