import { formatPrice, type PlanComparison } from '@plimsoll/quota';

export type PlanHeadProps = {
  plan: PlanComparison;
  /** Outlined: the recommended plan, or the one that a link named. */
  isHighlighted: boolean;
  /** Dearer than the present plan. */
  isUpgrade: boolean;
  canChangePlan: boolean;
  pendingPlan: string | null;
  onChoose: (plan: string) => void;
};

/** A plan's name, price and button. */
export function PlanHead(props: PlanHeadProps) {
  const { plan, isHighlighted, isUpgrade, canChangePlan, pendingPlan, onChoose } = props;
  return (
    <>
      <div className="plimsoll-plan-name">
        {plan.title}
        {plan.recommended && <span className="plimsoll-badge">Recommended</span>}
      </div>
      <p className="plimsoll-plan-price">
        <bdi>
          <b>{formatPrice(plan.price)}</b> a month
        </bdi>
      </p>
      {plan.current ? (
        <span className="plimsoll-button" aria-disabled="true">
          Current plan
        </span>
      ) : (
        canChangePlan && (
          <button
            type="button"
            className="plimsoll-button"
            data-look={isHighlighted ? 'primary' : 'outline'}
            aria-disabled={pendingPlan !== null}
            onClick={() => pendingPlan === null && onChoose(plan.name)}
          >
            {pendingPlan === plan.name
              ? `Changing to ${plan.title}`
              : `${isUpgrade ? 'Upgrade' : 'Change'} to ${plan.title}`}
          </button>
        )
      )}
    </>
  );
}
