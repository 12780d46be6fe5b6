import type { PlanName } from '@plimsoll/quota';
import type { AppCatalog } from '../../server/catalog.ts';
import { trpc } from '../trpc.ts';

/** Changes the plan and brings every figure up to date before `onChanged` is called. */
export function usePlanChange(onChanged: (plan: PlanName<AppCatalog>) => void) {
  const utils = trpc.useUtils();
  const change = trpc.plans.change.useMutation({
    onSuccess: async ({ plan }) => {
      await Promise.all([utils.usage.get.invalidate(), utils.plans.list.invalidate()]);
      onChanged(plan);
    },
  });
  return {
    changeTo: (plan: PlanName<AppCatalog>) => change.mutate({ plan }),
    pendingPlan: change.isPending ? change.variables.plan : null,
    error: change.isError ? 'The plan could not be changed. Nothing was charged; try again in a moment.' : null,
    reset: change.reset,
  };
}
