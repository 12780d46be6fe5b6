import { type Catalog, formatAmount, meterLabel, type PlanComparison } from '@plimsoll/quota';
import { countOf } from '../meter/meter-words.ts';
import { perWords } from '../meter/per-words.ts';

/** The plans to lay side by side: the present one, the recommended one and the one after it. None without an offer. */
export function planOffers(plans: readonly PlanComparison[]): PlanComparison[] {
  const recommended = plans.findIndex((plan) => plan.recommended);
  if (recommended < 0) return [];
  const next = plans[recommended + 1];
  const current = plans.filter((plan) => plan.current);
  const shown = [...current, plans[recommended], next];
  return shown.filter((plan): plan is PlanComparison => plan !== undefined);
}

/** `90 more at once`, from what is remaining now to what would be on that plan; null where it isn't more. */
export function moreAtOnce(plan: PlanComparison, current: PlanComparison | undefined, meter: string): string | null {
  const now = current?.meters[meter]?.usage.remaining ?? 0;
  const then = plan.meters[meter]?.usage.remaining;
  if (then === undefined) return null;
  if (then === null) return 'No limit';
  return then > now ? `${formatAmount(then - now)} more at once` : null;
}

/** What else a plan gives, two lines at most, short figures first: `10 projects, 10 exports`. */
export function otherLimits(catalog: Catalog, plan: PlanComparison, meter: string): string[] {
  const words = Object.entries(plan.meters)
    .filter(([name]) => name !== meter)
    .flatMap(([name, { limit }]) => {
      const meter = catalog.meters[name];
      if (limit.type !== 'capped') return [];
      const words = countOf(limit.amount, { label: meterLabel(catalog, name), unit: meter?.unit ?? name });
      const by = meter?.kind === 'rate' ? ` ${perWords(meter.per)}` : '';
      return [{ amount: limit.amount, words: words + by }];
    })
    .sort((a, b) => Number(a.amount >= 1000) - Number(b.amount >= 1000))
    .map(({ words }) => words);
  return [words.slice(0, 2).join(', '), words[2] ?? ''].filter((line) => line !== '');
}
