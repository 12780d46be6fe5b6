import type { PlanComparison } from '@plimsoll/quota';
import type { ReactNode } from 'react';
import type { NamedMeter } from '../meter/named-meter.ts';
import { UsageFigure } from '../meter/usage-figure.tsx';
import { UsageMeter } from '../meter/usage-meter.tsx';
import { UsageStatus } from '../meter/usage-status.tsx';
import { leftWords } from './left-words.ts';
import { rowCaption } from './row-caption.ts';

export type UsageRowProps = {
  meter: NamedMeter;
  /** IANA time zone in which periods turn. */
  zone: string;
  plans?: readonly PlanComparison[];
  /** A hint or link after the caption: "Delete one". */
  hint?: ReactNode;
  stale?: boolean;
};

/** One limit: name and status, the meter with its caption, the figures. A list item. */
export function UsageRow({ meter, zone, plans = [], hint, stale = false }: UsageRowProps) {
  const { label, usage } = meter;
  const caption = rowCaption(meter, zone, plans);
  const planTitle = plans.find((plan) => plan.current)?.title;
  return (
    <li className="plimsoll-row">
      <div className="plimsoll-row-name">
        <b>{label}</b>
        <UsageStatus usage={usage} {...(planTitle && { planTitle })} />
      </div>
      <div className="plimsoll-row-meter">
        <UsageMeter label={label} usage={usage} zone={zone} per={meter.per} stale={stale} />
        <div className="plimsoll-row-caption">
          <span>
            <bdi>{caption.start}</bdi>
            {hint && <> {hint}</>}
          </span>
          <span>
            <bdi>{caption.end}</bdi>
          </span>
        </div>
      </div>
      <div className="plimsoll-row-figure">
        <UsageFigure usage={usage} />
        {usage.status !== 'not_in_plan' && (
          <small>
            <bdi>{leftWords(meter)}</bdi>
          </small>
        )}
      </div>
    </li>
  );
}
