import { formatPrice, type Limit, type MeterName, meterLabel } from '@plimsoll/quota';
import { limitText, perOf } from '@plimsoll/react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { trpc } from '../trpc.ts';
import { Skeleton } from '../ui/skeleton.tsx';

/** What each plan gives, for a member who doesn't see the organisation's usage. */
export function PlanList() {
  const list = trpc.plans.list.useQuery();
  if (list.isError) return <p role="alert">Plans can’t be shown right now. Your own plan goes on as it is.</p>;
  if (!list.data) return <Skeleton className="h-[240px]" />;
  return (
    <>
      <p className="plimsoll-note">Only an owner can change the plan. Ask one of yours.</p>
      <ul className="grid gap-4 md:grid-cols-3 md:gap-5">
        {list.data.plans.map(({ name, title, price, current, limits }) => (
          <li key={name} className="card px-4 py-4 text-sm md:px-5">
            <h2 className="section-title flex flex-wrap items-center justify-between gap-x-2">
              {title} {current && <span className="plimsoll-badge">Current plan</span>}
            </h2>
            <p className="mb-2 text-muted-foreground">{formatPrice(price)} a month</p>
            <ul className="grid gap-1">
              {(Object.entries(limits) as [MeterName<AppCatalog>, Limit][]).map(([meter, limit]) => (
                <li key={meter} className="flex justify-between gap-3">
                  <span className="whitespace-nowrap">{meterLabel(catalog, meter)}</span>
                  <span className="text-end tabular-nums">{limitText(limit, perOf(catalog.meters[meter]), title)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}
