import { formatPrice, type TenantUsage } from '@plimsoll/quota';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { buttonLook } from '../ui/button.tsx';
import { periodDay } from './period-day.ts';
import { periodOf } from './period-of.ts';

/** The plan, its price, and where its month stands. */
export function PlanCard({ usage }: { usage: TenantUsage<AppCatalog> }) {
  const plan = catalog.plans[usage.plan];
  const period = periodOf(usage);
  return (
    <section
      aria-label="Plan"
      className="card flex flex-col items-stretch gap-3.5 px-4 py-3.5 md:flex-row md:items-center md:gap-7 md:px-5 md:py-4"
    >
      <dl className="grid flex-1 grid-cols-2 gap-x-6 gap-y-3">
        <Fact name="Plan" value={plan.name} text={`${formatPrice(plan.price)} a month`} />
        {period && <Fact name="Period" {...periodDay(period, usage.at)} />}
      </dl>
      <Link to="/plans" {...buttonLook()}>
        Compare plans
      </Link>
    </section>
  );
}

function Fact({ name, value, text }: { name: string; value: ReactNode; text: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className="mt-0.5 text-[15px]/[22px] font-semibold">
        {value}
        <small className="block text-xs font-normal text-muted-foreground">{text}</small>
      </dd>
    </div>
  );
}
