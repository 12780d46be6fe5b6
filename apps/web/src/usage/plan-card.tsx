import { formatDay, formatPrice, type TenantUsage } from '@plimsoll/quota';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { buttonLook } from '../ui/button.tsx';
import { periodDay } from './period-day.ts';
import { periodOf } from './period-of.ts';

/** The plan, its price, where its month stands, and the change that is agreed; whether calls are paused. */
export function PlanCard({ usage }: { usage: TenantUsage<AppCatalog> }) {
  const { suspended, nextPlan, zone } = usage;
  const plan = catalog.plans[usage.plan];
  const period = periodOf(usage);
  return (
    <section
      aria-label="Plan"
      className="card flex flex-col items-stretch gap-3.5 px-4 py-3.5 md:flex-row md:items-center md:gap-7 md:px-5 md:py-4"
    >
      <dl className="grid flex-1 grid-cols-2 gap-x-6 gap-y-3 md:auto-cols-fr md:grid-flow-col md:grid-cols-none">
        <Fact
          name="Plan"
          value={plan.name}
          text={
            <>
              {formatPrice(plan.price)} a month
              {suspended && <b className="block font-[560] text-exhausted">Paused: calls wait until it is resumed</b>}
            </>
          }
        />
        {period && <Fact name="Period" {...periodDay(period, usage.at)} />}
        {nextPlan && (
          <Fact
            name="Next plan"
            value={`${catalog.plans[nextPlan.plan].name} from ${formatDay(nextPlan.at, zone)}`}
            text={`${formatPrice(catalog.plans[nextPlan.plan].price)} a month; you can still keep ${plan.name}`}
          />
        )}
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
