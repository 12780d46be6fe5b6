import {
  type Catalog,
  formatAmount,
  formatDay,
  type PlanComparison,
  type PlanName,
  type TenantUsage,
} from '@plimsoll/quota';
import { ClockIcon, PersonIcon } from '../icons.tsx';
import { type NamedMeter, nameMeters } from '../meter/named-meter.ts';
import { PlanFit } from './plan-fit.tsx';
import { PlanHead } from './plan-head.tsx';

export type PlanTableProps<C extends Catalog = Catalog> = {
  catalog: C;
  usage: TenantUsage<C>;
  /** From `comparePlans(catalog, usage)`, in rising order. */
  plans: readonly PlanComparison[];
  /** Whoever may not is told to ask an owner. */
  canChangePlan: boolean;
  /** Told a plan to change to, or, while another one is to follow, the present one: to be kept. */
  onChoose: (plan: PlanName<C>) => void;
  pendingPlan?: PlanName<C> | null;
  /** Outlined in place of the recommended one: the plan that a link named. */
  highlighted?: PlanName<C> | undefined;
};

/** Every plan with the tenant's own usage on its limits: a table; on phones a card a plan, the highlighted one first. */
export function PlanTable<C extends Catalog>(props: PlanTableProps<C>) {
  const { catalog, usage, plans, canChangePlan, onChoose, pendingPlan = null } = props;
  const meters = nameMeters(catalog, usage);
  const highlight =
    plans.find(({ name, current }) => name === props.highlighted && !current) ??
    plans.find(({ recommended }) => recommended);
  const currentAt = plans.findIndex(({ current }) => current);
  const head = (plan: PlanComparison) => (
    <PlanHead
      plan={plan}
      isHighlighted={plan === highlight}
      isUpgrade={plans.indexOf(plan) > currentAt}
      nextPlan={usage.nextPlan}
      zone={usage.zone}
      canChangePlan={canChangePlan}
      pendingPlan={pendingPlan}
      // Plan names come out of this very catalog, by `comparePlans`.
      onChoose={(name) => onChoose(name as PlanName<C>)}
    />
  );
  return (
    <>
      {!canChangePlan && (
        <p className="plimsoll-note">
          <PersonIcon />
          <span>Only an owner can change the plan. Ask one of yours; what you see here is how your usage fits.</span>
        </p>
      )}
      <NextPlanNote usage={usage} plans={plans} canChangePlan={canChangePlan} />
      <table className="plimsoll-plans">
        <thead>
          <tr>
            <td />
            {plans.map((plan) => (
              <th key={plan.name} scope="col" data-highlight={plan === highlight}>
                {head(plan)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {meters.map((meter) => (
            <tr key={meter.name}>
              <th scope="row">
                {meter.label}
                <small>
                  <bdi>{usedWords(meter)}</bdi>
                </small>
              </th>
              {plans.map((plan) => (
                <td key={plan.name} data-highlight={plan === highlight}>
                  <PlanFit plan={plan} meter={meter} zone={usage.zone} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <PlanCards plans={inReadingOrder(plans, highlight)} zone={usage.zone} {...{ meters, highlight, head }} />
    </>
  );
}

type NextPlanNoteProps = {
  usage: Pick<TenantUsage, 'nextPlan' | 'zone'>;
  plans: readonly PlanComparison[];
  canChangePlan: boolean;
};

/** Says what is agreed for later, and that it can be called off. */
function NextPlanNote({ usage: { nextPlan, zone }, plans, canChangePlan }: NextPlanNoteProps) {
  const next = plans.find(({ name }) => name === nextPlan?.plan);
  const present = plans.find(({ current }) => current);
  if (!nextPlan || !next || !present) return null;
  return (
    <p className="plimsoll-note">
      <ClockIcon />
      <span>
        <b>{`${next.title} follows on ${formatDay(nextPlan.at, zone)}.`}</b>{' '}
        {`Until then you have ${present.title} with its limits.`}
        {canChangePlan && ` Keep ${present.title}, and the change is called off.`}
      </span>
    </p>
  );
}

type PlanCardsProps = {
  plans: readonly PlanComparison[];
  meters: readonly NamedMeter[];
  zone: string;
  highlight: PlanComparison | undefined;
  head: (plan: PlanComparison) => React.ReactNode;
};

function PlanCards({ plans, meters, zone, highlight, head }: PlanCardsProps) {
  return (
    <div className="plimsoll-plan-cards">
      {plans.map((plan) => (
        <section key={plan.name} aria-label={plan.title} data-highlight={plan === highlight}>
          <div className="plimsoll-plan-card-head">{head(plan)}</div>
          <dl>
            {meters.map((meter) => (
              <div key={meter.name}>
                <dt>{meter.label}</dt>
                <dd>
                  <PlanFit plan={plan} meter={meter} zone={zone} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

/** The highlighted plan, the present one, then the others. */
function inReadingOrder(plans: readonly PlanComparison[], highlight?: PlanComparison) {
  const rank = (plan: PlanComparison) => (plan === highlight ? 0 : plan.current ? 1 : 2);
  return [...plans].sort((a, b) => rank(a) - rank(b));
}

const usedWords = ({ usage: { used, kind } }: NamedMeter): string =>
  `${formatAmount(used)} ${kind === 'level' ? 'now' : kind === 'rate' ? 'just now' : 'used'}`;
