import type { ReactNode } from 'react';
import { catalog } from '../../server/catalog.ts';

/** Those below the limit itself, which has its own mark. */
const ticks = Object.keys(catalog.thresholds)
  .filter((percent) => Number(percent) < 100)
  .join(', ');

/** How to read a meter. */
export function MeterLegend() {
  return (
    <ul aria-label="How to read a meter" className="flex flex-wrap gap-x-3.5 gap-y-1 text-xs text-muted-foreground">
      <Entry words="used">
        <rect y="2" width="18" height="10" fill="var(--meter-used)" />
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
