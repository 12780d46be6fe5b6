import type { Catalog, TenantUsage } from '@plimsoll/quota';
import { formatAmount } from '@plimsoll/quota';
import { attention, formatCompact, resetWords, statusWords } from '../meter/meter-words.ts';
import { type NamedMeter, nameMeters } from '../meter/named-meter.ts';
import { UsageFigure } from '../meter/usage-figure.tsx';
import { UsageMeter } from '../meter/usage-meter.tsx';
import { UsageStatus } from '../meter/usage-status.tsx';

export type UsageStripProps = {
  catalog: Catalog;
  usage: TenantUsage;
  /** Which meters, in which order; all of the catalog's where left out. Five fit. */
  meters?: readonly string[];
  stale?: boolean;
};

/** A row of small meters that stays in sight while a page scrolls and follows each call. */
export function UsageStrip({ catalog, usage, meters, stale = false }: UsageStripProps) {
  const all = nameMeters(catalog, usage);
  const shown = meters ? meters.flatMap((name) => all.filter((meter) => meter.name === name)) : all;
  return (
    <section className="plimsoll-strip" aria-label="Usage this period">
      <ul style={{ '--meters': shown.length } as React.CSSProperties}>
        {shown.map((meter) => (
          <li key={meter.name}>
            <div className="plimsoll-strip-head">
              <b>{meter.label}</b>
              <UsageFigure usage={meter.usage} format={formatCompact} />
            </div>
            <UsageMeter label={meter.label} usage={meter.usage} size="s" stale={stale} />
            <UsageStatus usage={meter.usage} words={stripWords(meter, usage.zone)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Calm meters say what is left, full ones when it returns, the others which mark they passed. */
export function stripWords({ usage }: NamedMeter, zone: string): string {
  if (usage.status === 'exhausted') return resetWords(usage, zone) ?? statusWords(usage);
  if (attention.includes(usage.status) || usage.remaining === null || usage.status === 'not_in_plan') {
    return statusWords(usage);
  }
  if (usage.held > 0) return `${formatAmount(usage.held)} held`;
  return `${formatAmount(usage.remaining)} remaining`;
}
