import { type ReactNode, useId } from 'react';
import { catalog } from '../../server/catalog.ts';

/** Those below the limit itself, which has its own mark. */
const ticks = Object.keys(catalog.thresholds)
  .filter((percent) => Number(percent) < 100)
  .join(', ');

/** How to read a meter. */
export function MeterLegend() {
  const id = useId();
  return (
    <ul aria-label="How to read a meter" className="flex flex-wrap gap-x-3.5 gap-y-1 text-xs text-muted-foreground">
      <Entry words="used">
        <rect y="2" width="18" height="10" fill="var(--meter-used)" />
      </Entry>
      <Entry words="held">
        <pattern id={`${id}-held`} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="4" fill="var(--meter-held)" />
        </pattern>
        <rect x=".5" y="2.5" width="17" height="9" fill={`url(#${id}-held)`} stroke="var(--meter-held)" />
      </Entry>
      <Entry words="grant">
        <pattern id={`${id}-grant`} width="4" height="4" patternUnits="userSpaceOnUse">
          <circle cx="2" cy="2" r=".9" fill="var(--meter-grant)" />
        </pattern>
        <rect x=".5" y="2.5" width="17" height="9" fill={`url(#${id}-grant)`} stroke="var(--meter-track-edge)" />
      </Entry>
      <Entry words="beyond the limit">
        <rect y="5" width="18" height="4" fill="var(--meter-overage)" />
      </Entry>
      <Entry words={`limit; ticks at ${ticks}\u00a0%`}>
        <circle cx="9" cy="5" r="4" fill="var(--card)" stroke="var(--meter-line)" strokeWidth="1.75" />
        <path d="M9 0v14" stroke="var(--meter-line)" strokeWidth="2" />
      </Entry>
    </ul>
  );
}

function Entry({ words, children }: { words: string; children: ReactNode }) {
  return (
    <li className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <svg width="18" height="14" aria-hidden="true">
        {children}
      </svg>
      {words}
    </li>
  );
}
