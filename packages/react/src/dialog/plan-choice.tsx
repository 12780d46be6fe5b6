import { type Catalog, formatPrice, meterLabel, type PlanComparison } from '@plimsoll/quota';
import type { ReactNode } from 'react';
import { inSentence } from '../meter/in-sentence.ts';
import { UsageFigure } from '../meter/usage-figure.tsx';
import { UsageMeter } from '../meter/usage-meter.tsx';
import { moreAtOnce, otherLimits } from './plan-offers.ts';

export type PlanChoiceProps = {
  catalog: Catalog;
  plan: PlanComparison;
  current: PlanComparison | undefined;
  /** The meter that was refused. */
  meter: string;
  action: ReactNode;
};

/** One plan of the dialog: price, this usage on it, what it gives at once. */
export function PlanChoice({ catalog, plan, current, meter, action }: PlanChoiceProps) {
  const label = meterLabel(catalog, meter);
  const usage = plan.meters[meter]?.usage;
  const more = plan.current ? null : moreAtOnce(plan, current, meter);
  return (
    <li className="plimsoll-choice" data-recommended={plan.recommended}>
      <h4>
        {plan.title}
        {plan.recommended && <span className="plimsoll-badge">Recommended</span>}
      </h4>
      <p className="plimsoll-choice-price">
        <bdi>
          <b>{formatPrice(plan.price)}</b> a month
        </bdi>
      </p>
      {usage && (
        <div>
          <UsageMeter label={`${plan.title}: ${label}`} usage={usage} size="s" />
          <span className="plimsoll-choice-figure">
            {usage.status === 'not_in_plan' ? (
              `Not in ${plan.title}`
            ) : (
              <bdi>
                <UsageFigure usage={usage} /> {inSentence(label)}
              </bdi>
            )}
          </span>
        </div>
      )}
      <p className="plimsoll-choice-gives">
        {more && (
          <b>
            <bdi>{more}</bdi>
          </b>
        )}
        {otherLimits(catalog, plan, meter)
          .slice(0, more ? 1 : 2)
          .map((line) => (
            <span key={line}>
              <bdi>{line}</bdi>
            </span>
          ))}
      </p>
      {action}
    </li>
  );
}
