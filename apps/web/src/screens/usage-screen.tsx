import { comparePlans, formatDay, formatMoment, type TenantUsage } from '@plimsoll/quota';
import { UsageLimits } from '@plimsoll/react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { PageHead } from '../ui/page-head.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { GrantsCard } from '../usage/grants-card.tsx';
import { LiveMark } from '../usage/live-mark.tsx';
import { MeterLegend } from '../usage/meter-legend.tsx';
import { OwnUsageCard } from '../usage/own-usage-card.tsx';
import { periodOf } from '../usage/period-of.ts';
import { PlanCard } from '../usage/plan-card.tsx';
import { UsageMissing } from '../usage/usage-missing.tsx';
import { useUsage } from '../usage/usage-provider.tsx';

/** Every limit of the organisation, those that need attention first, and what was given on top. */
export function UsageScreen() {
  const { usage, connection, isMissing } = useUsage();
  return (
    <>
      <PageHead title="Usage" text={usage ? periodWords(usage) : 'How much of each limit is used'}>
        <LiveMark />
      </PageHead>
      {isMissing && <UsageMissing />}
      {!usage && !isMissing && (
        <>
          <Skeleton className="h-[84px]" />
          <Skeleton className="h-[480px]" />
        </>
      )}
      {usage?.scope === 'own' && <OwnUsageCard usage={usage} />}
      {usage?.scope === 'tenant' && (
        <>
          <PlanCard usage={usage} />
          <section className="card overflow-clip" aria-labelledby="limits">
            <header className="flex flex-wrap items-center justify-between gap-3 px-4 py-3.5 md:px-5">
              <h2 id="limits" className="section-title">
                Limits
              </h2>
              <MeterLegend />
            </header>
            <UsageLimits
              catalog={catalog}
              usage={usage}
              plans={comparePlans(catalog, usage)}
              stale={connection === 'broken'}
            />
          </section>
          <GrantsCard usage={usage} />
        </>
      )}
    </>
  );
}

/** `1 Nov to 30 Nov, resets Tue 1 Dec, 00:00 (Europe/Lisbon)`. */
function periodWords(usage: Pick<TenantUsage<AppCatalog>, 'zone'> & Parameters<typeof periodOf>[0]): string {
  const period = periodOf(usage);
  if (!period) return 'How much of each limit is used';
  const lastMoment = new Date(Date.parse(period.end) - 1).toISOString();
  const range = `${formatDay(period.start, usage.zone)} to ${formatDay(lastMoment, usage.zone)}`;
  return `${range}, resets ${formatMoment(period.end, usage.zone)} (${usage.zone})`;
}
