import type { Catalog, PlanComparison, TenantUsage } from '@plimsoll/quota';
import { inSentence } from '../meter/in-sentence.ts';
import { nameMeters } from '../meter/named-meter.ts';
import { planVerdict } from './plan-verdict.ts';

/** What a plan has no room for, a line a meter, in the words of the table: `AI generations: would refuse 84 of your 94`. */
export function planShortfalls<C extends Catalog>(catalog: C, usage: TenantUsage<C>, plan: PlanComparison): string[] {
  return nameMeters(catalog, usage).flatMap((meter) => {
    const cell = plan.meters[meter.name];
    const verdict = cell && planVerdict(cell.usage, cell.isPresent);
    if (verdict?.fit !== 'short') return [];
    return [`${meter.label}: ${inSentence(verdict.words)}`];
  });
}
