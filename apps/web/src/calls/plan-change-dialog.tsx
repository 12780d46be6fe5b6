import type { PlanComparison, PlanName, TenantUsage } from '@plimsoll/quota';
import { planShortfalls } from '@plimsoll/react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { planChangeWords } from './plan-change-words.ts';

type PlanChangeDialogProps = {
  usage: TenantUsage<AppCatalog>;
  plans: PlanComparison<AppCatalog>[];
  /** The plan that was chosen; null: closed. */
  chosen: PlanName<AppCatalog> | null;
  onConfirm: (plan: PlanName<AppCatalog>) => void;
  onClose: () => void;
};

/** Asks once more before a plan is changed: at which price, from when, and what would be refused on it. */
export function PlanChangeDialog({ usage, plans, chosen, onConfirm, onClose }: PlanChangeDialogProps) {
  const present = plans.find(({ current }) => current);
  const plan = plans.find(({ name }) => name === chosen);
  if (!plan || !present) return null;
  const { nextPlan, zone } = usage;
  const next = nextPlan && { title: catalog.plans[nextPlan.plan].name, at: nextPlan.at };
  const isUpgrade = plans.indexOf(plan) > plans.indexOf(present);
  const { action, text } = planChangeWords({ plan, present, isUpgrade, next, zone });
  const losses = plan.current ? [] : planShortfalls(catalog, usage, plan);
  return (
    <ConfirmDialog
      title={`${action}?`}
      text={text}
      action={action}
      onConfirm={() => onConfirm(plan.name)}
      onClose={onClose}
    >
      {losses.length > 0 && (
        <>
          <h3>What doesn’t fit {plan.title}</h3>
          <ul className="mt-1! grid gap-0.5 text-muted-foreground">
            {losses.map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
          <p className="mt-2.5! mb-3.5!">Nothing is deleted. New ones are refused until you are below the limit.</p>
        </>
      )}
    </ConfirmDialog>
  );
}
