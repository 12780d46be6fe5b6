import { formatDay, formatPrice, type PlanComparison, type TenantUsage } from '@plimsoll/quota';

export type PlanHeadProps = {
  plan: PlanComparison;
  /** Outlined: the recommended plan, or the one that a link named. */
  isHighlighted: boolean;
  /** Dearer than the present plan. */
  isUpgrade: boolean;
  /** The change that is agreed and not due yet. */
  nextPlan: TenantUsage['nextPlan'];
  /** IANA time zone in which it comes. */
  zone: string;
  canChangePlan: boolean;
  pendingPlan: string | null;
  onChoose: (plan: string) => void;
};

/** A plan's name, price and button. While another plan is to follow, the present one can be kept. */
export function PlanHead(props: PlanHeadProps) {
  const { plan, isHighlighted, canChangePlan, pendingPlan, onChoose } = props;
  const isFixed = plan.current && !(props.nextPlan && canChangePlan);
  const badge = badgeOf(props);
  return (
    <>
      <div className="plimsoll-plan-name">
        {plan.title}
        {badge && <span className="plimsoll-badge">{badge}</span>}
      </div>
      <p className="plimsoll-plan-price">
        <bdi>
          <b>{formatPrice(plan.price)}</b> a month
        </bdi>
      </p>
      {isFixed && (
        <span className="plimsoll-button" aria-disabled="true">
          Current plan
        </span>
      )}
      {!isFixed && canChangePlan && (
        <button
          type="button"
          className="plimsoll-button"
          data-look={isHighlighted ? 'primary' : 'outline'}
          aria-disabled={pendingPlan !== null}
          onClick={() => pendingPlan === null && onChoose(plan.name)}
        >
          {choiceWords(props)}
        </button>
      )}
    </>
  );
}

function badgeOf({ plan, nextPlan, zone, canChangePlan }: PlanHeadProps): string | null {
  if (nextPlan?.plan === plan.name) return `From ${formatDay(nextPlan.at, zone)}`;
  // Elsewhere it is said where the button stands.
  if (plan.current) return nextPlan && canChangePlan ? 'Current plan' : null;
  return plan.recommended ? 'Recommended' : null;
}

function choiceWords({ plan, nextPlan, isUpgrade, pendingPlan }: PlanHeadProps): string {
  const isPending = pendingPlan === plan.name;
  if (plan.current) return `${isPending ? 'Keeping' : 'Keep'} ${plan.title}`;
  if (isPending) return `Changing to ${plan.title}`;
  return `${isUpgrade ? 'Upgrade' : 'Change'} to ${plan.title}${nextPlan?.plan === plan.name ? ' now' : ''}`;
}
