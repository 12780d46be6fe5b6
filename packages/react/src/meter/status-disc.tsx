import type { MeterStatus } from '@plimsoll/quota';
import type { ReactElement } from 'react';

/** What a disc can say: how a meter stands, or that one call was refused. */
export type DiscStatus = MeterStatus | 'refused';

const circle = <circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" />;
const line = <path d="M.5 8h15" stroke="currentColor" strokeWidth="1.5" />;
const gap = <path d="M3 8h10" stroke="var(--glyph-gap, var(--card))" strokeWidth="1.5" />;
const nearlyFull = (
  <>
    <path d="M3.6 5.2h8.8A5.25 5.25 0 1 1 3.6 5.2z" fill="currentColor" />
    {circle}
    {line}
    {gap}
  </>
);
const full = (
  <>
    <circle cx="8" cy="8" r="6" fill="currentColor" />
    {line}
    {gap}
  </>
);

const risen = (
  <>
    {full}
    <path d="M5.6 2.2 8-.4l2.4 2.6" fill="none" stroke="currentColor" strokeWidth="1.5" />
  </>
);

/** A circle with a line through it, filled from below: the level reads without colour. */
const glyphs: Record<DiscStatus, ReactElement> = {
  calm: (
    <>
      {circle}
      {line}
    </>
  ),
  warning: (
    <>
      <path d="M2.75 8a5.25 5.25 0 0 0 10.5 0z" fill="currentColor" />
      {circle}
      {line}
    </>
  ),
  critical: nearlyFull,
  grace: nearlyFull,
  exhausted: full,
  over: risen,
  overage: risen,
  unlimited: (
    <>
      <path d="M12 4.6A5.25 5.25 0 1 0 13.25 8" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M.5 8H8" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  not_in_plan: (
    <circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />
  ),
  refused: (
    <>
      {circle}
      <path d="M4.4 11.6 11.6 4.4" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
};

/** The 16 px status glyph. Decorative: always put words beside it. */
export function StatusDisc({ status }: { status: DiscStatus }) {
  return (
    <svg className="plimsoll-disc" data-state={status} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {glyphs[status]}
    </svg>
  );
}
