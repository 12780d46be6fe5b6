import type { Catalog, TenantUsage } from '@plimsoll/quota';
import { formatAmount } from '@plimsoll/quota';
import { formatSum, leftBeyond, leftOfLine } from '../meter/beyond.ts';
import { formatCompact, needsAttention, resetWords, statusWords } from '../meter/meter-words.ts';
import { type NamedMeter, nameMeters } from '../meter/named-meter.ts';
import { UsageFigure } from '../meter/usage-figure.tsx';
import { UsageMeter } from '../meter/usage-meter.tsx';
import { UsageStatus } from '../meter/usage-status.tsx';

export type UsageStripProps<C extends Catalog = Catalog> = {
  catalog: C;
  usage: TenantUsage<C>;
  /** Which meters, in which order; all of the catalog's where left out. Five fit. */
  meters?: readonly string[];
  stale?: boolean;
};

/** A row of small meters that stays in sight while a page scrolls and follows each call. */
export function UsageStrip<C extends Catalog>({ catalog, usage, meters, stale = false }: UsageStripProps<C>) {
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
            <UsageMeter
              label={meter.label}
              usage={meter.usage}
              zone={usage.zone}
              per={meter.per}
              size="s"
              stale={stale}
            />
            <UsageStatus usage={meter.usage} words={stripWords(meter, usage.zone)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Calm meters say what is left, full ones when it returns, the others how they stand. */
export function stripWords({ usage }: NamedMeter, zone: string): string {
  const { status, remaining, held, line, kind, beyond } = usage;
  const more = leftBeyond(usage) ?? 0;
  if (status === 'exhausted' && kind !== 'rate') return resetWords(usage, zone) ?? statusWords(usage);
  // Short: "$1.00 so far", or the moment at which grace ends, would take a second line.
  if (status === 'overage' && beyond?.type === 'overage') return `${statusWords(usage)}, ${formatSum(beyond.cost)}`;
  if (status === 'grace' && more > 0) return `${formatAmount(more)} more in grace`;
  if (needsAttention(usage) || remaining === null || remaining === 0 || status === 'not_in_plan') {
    return statusWords(usage);
  }
  if (held > 0) return `${formatAmount(held)} held`;
  const left = kind === 'rate' || line === null ? remaining : leftOfLine(usage);
  return `${formatAmount(left)} remaining`;
}
