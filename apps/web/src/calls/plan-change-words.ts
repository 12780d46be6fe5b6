import { formatDay, formatPrice, type PlanComparison, type TenantUsage } from '@plimsoll/quota';

type PlanChange = {
  plan: PlanComparison;
  present: PlanComparison;
  isUpgrade: boolean;
  /** The plan that is to follow by itself, as people call it, and when. */
  next: { title: string; at: string } | null;
  zone: TenantUsage['zone'];
};

/** What is asked before a plan is changed, or kept though another one is to follow: what is done, and what comes of it. */
export function planChangeWords({ plan, present, isUpgrade, next, zone }: PlanChange): {
  action: string;
  text: string;
} {
  const price = `${formatPrice(plan.price)} a month`;
  const follows = next && `The change to ${next.title} on ${formatDay(next.at, zone)}`;
  if (plan.current) {
    return {
      action: `Keep ${plan.title}`,
      text: `${price}, with its limits as they are. ${follows ?? 'A change'} is called off.`,
    };
  }
  const atOnce = 'Its limits hold at once, and what is used of this period stays counted.';
  const text = `${price} in place of ${formatPrice(present.price)}. ${atOnce}`;
  const calledOff = follows && next.title !== plan.title ? ` ${follows} is called off.` : '';
  return { action: `${isUpgrade ? 'Upgrade' : 'Change'} to ${plan.title}`, text: text + calledOff };
}
