import type { Catalog, PlanComparison, TenantUsage } from '@plimsoll/quota';
import type { ReactNode } from 'react';
import { attention, needsAttention } from '../meter/meter-words.ts';
import { type NamedMeter, nameMeters } from '../meter/named-meter.ts';
import { UsageRow } from './usage-row.tsx';

export type UsageLimitsProps<C extends Catalog = Catalog> = {
  catalog: C;
  usage: TenantUsage<C>;
  /** From `comparePlans`: names the plan and says from which one a missing meter comes. */
  plans?: readonly PlanComparison[];
  /** A hint or link for a row: "Delete one". */
  renderHint?: (meter: NamedMeter) => ReactNode;
  stale?: boolean;
};

/** Every limit of a tenant, those that need attention first. */
export function UsageLimits<C extends Catalog>(props: UsageLimitsProps<C>) {
  const { catalog, usage, plans = [], renderHint, stale = false } = props;
  const groups = groupByAttention(nameMeters(catalog, usage)).filter(({ meters }) => meters.length > 0);
  return groups.map(({ title, meters }) => (
    <section key={title} className="plimsoll-limits" aria-label={title}>
      <div className="plimsoll-limits-head">
        <h3>{title}</h3>
        <span>
          {meters.length} {meters.length === 1 ? 'meter' : 'meters'}
        </span>
      </div>
      <ul>
        {meters.map((meter) => (
          <UsageRow
            key={meter.name}
            meter={meter}
            zone={usage.zone}
            plans={plans}
            hint={renderHint?.(meter)}
            stale={stale}
          />
        ))}
      </ul>
    </section>
  ));
}

/** Worst first among those that need attention; the others in catalog order. */
export function groupByAttention(meters: readonly NamedMeter[]): { title: string; meters: NamedMeter[] }[] {
  const rank = (meter: NamedMeter) => attention.indexOf(meter.usage.status);
  return [
    {
      title: 'Need attention',
      meters: meters.filter(({ usage }) => needsAttention(usage)).sort((a, b) => rank(a) - rank(b)),
    },
    { title: 'Within limits', meters: meters.filter(({ usage }) => !needsAttention(usage)) },
  ];
}
