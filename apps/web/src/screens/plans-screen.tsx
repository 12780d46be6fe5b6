import { comparePlans, type PlanName } from '@plimsoll/quota';
import { PlanTable } from '@plimsoll/react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { PlanChangeDialog } from '../calls/plan-change-dialog.tsx';
import { usePlanChange } from '../calls/use-plan-change.ts';
import { useSession } from '../session/session.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { PlanList } from '../usage/plan-list.tsx';
import { UsageMissing } from '../usage/usage-missing.tsx';
import { useUsage } from '../usage/usage-provider.tsx';

const route = getRouteApi('/shell/plans');

/** Every plan with the organisation's own usage on its limits. */
export function PlansScreen() {
  const { to } = route.useSearch();
  const { rights } = useSession();
  const { usage, isMissing } = useUsage();
  const change = usePlanChange(() => {});
  const [chosen, setChosen] = useState<AppPlan | null>(null);
  const highlighted = isPlan(to) ? to : undefined;
  const plans = usage?.scope === 'tenant' && comparePlans(catalog, usage);
  return (
    <>
      <PageHead title="Plans" text={usage?.scope === 'own' ? 'What each plan gives.' : comparisonText} />
      <p role="alert" className="text-sm font-[560] text-exhausted empty:hidden">
        {change.error}
      </p>
      {isMissing && <UsageMissing />}
      {!usage && !isMissing && <Skeleton className="h-[560px]" />}
      {usage?.scope === 'own' && <PlanList />}
      {usage?.scope === 'tenant' && plans && (
        <>
          <PlanTable
            catalog={catalog}
            usage={usage}
            plans={plans}
            canChangePlan={rights.billing}
            onChoose={setChosen}
            pendingPlan={change.pendingPlan}
            highlighted={highlighted}
          />
          <PlanChangeDialog
            usage={usage}
            plans={plans}
            chosen={chosen}
            onClose={() => setChosen(null)}
            onConfirm={(plan) => {
              setChosen(null);
              change.changeTo(plan);
            }}
          />
          <p className="plimsoll-note">
            <span>
              <b>Changing to a smaller plan</b> deletes nothing. While you are above a limit, what you have stays and
              new ones are refused until you are below it.
            </span>
          </p>
        </>
      )}
    </>
  );
}

type AppPlan = PlanName<AppCatalog>;

const comparisonText = 'Your own usage drawn on each plan’s limits. Changing takes effect at once.';

const isPlan = (name: string | undefined): name is AppPlan => name !== undefined && Object.hasOwn(catalog.plans, name);
