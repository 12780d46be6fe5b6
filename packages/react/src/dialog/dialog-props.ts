import type { Catalog, PlanComparison, PlanName, QuotaRefusal, Remedy } from '@plimsoll/quota';
import type { ReactNode } from 'react';
import type { RefusalContext } from './refusal-words.ts';

export type QuotaExceededDialogProps<C extends Catalog = Catalog> = Omit<RefusalContext, 'catalog'> & {
  catalog: C;
  /** Open while there is one. */
  refusal: QuotaRefusal<C> | null;
  /** From `comparePlans(catalog, usage, { meter, amount: asked })`; without it the ways are a plain list. */
  plans?: readonly PlanComparison[];
  /** Whoever may not is told to ask an owner. */
  canChangePlan: boolean;
  onUpgrade: (plan: PlanName<C>) => void;
  onClose: () => void;
  /** Offered while limits can't be checked. */
  onRetry?: () => void;
  /** The plan that is being changed to. */
  pendingPlan?: PlanName<C> | null;
  /** What went wrong with the last change, in words. */
  error?: string | null;
  /** The page's own button for a way: "Choose a project". */
  renderWay?: (remedy: Remedy) => ReactNode;
};

/** The same, while it is open. */
export type OpenDialogProps = Omit<QuotaExceededDialogProps, 'refusal'> & { refusal: QuotaRefusal };
