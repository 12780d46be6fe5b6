import type { PlanComparison } from '@plimsoll/quota';
import type { OpenDialogProps } from './dialog-props.ts';
import { PlanChoice } from './plan-choice.tsx';
import { UpgradeButton } from './upgrade-button.tsx';

/** Plans side by side; on a phone below each other, the recommended one first. */
export function PlanOfferList(props: OpenDialogProps & { offers: readonly PlanComparison[]; meter: string }) {
  const { offers, catalog, meter } = props;
  return (
    <ul className="plimsoll-choices">
      {offers.map((plan) => (
        <PlanChoice
          key={plan.name}
          catalog={catalog}
          plan={plan}
          current={offers.find(({ current }) => current)}
          meter={meter}
          action={
            plan.current ? (
              <span className="plimsoll-button" data-size="small" aria-disabled="true">
                Current plan
              </span>
            ) : (
              <UpgradeButton {...props} plan={plan.name} name={plan.title} isFirst={plan.recommended} />
            )
          }
        />
      ))}
    </ul>
  );
}
