type UpgradeButtonProps = {
  plan: string;
  name: string;
  /** The recommended action: focus goes to it. */
  isFirst: boolean;
  pendingPlan?: string | null;
  onUpgrade: (plan: string) => void;
};

/** Stays focusable while the plan changes, so that focus isn't lost to the page behind. */
export function UpgradeButton({ plan, name, isFirst, pendingPlan = null, onUpgrade }: UpgradeButtonProps) {
  return (
    <button
      type="button"
      className="plimsoll-button"
      data-look={isFirst ? 'primary' : 'outline'}
      data-size="small"
      data-first={isFirst ? '' : undefined}
      aria-disabled={pendingPlan !== null}
      onClick={() => pendingPlan === null && onUpgrade(plan)}
    >
      {pendingPlan === plan ? `Changing to ${name}` : `Upgrade to ${name}`}
    </button>
  );
}
