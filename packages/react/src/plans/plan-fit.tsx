import type { PlanComparison } from '@plimsoll/quota';
import { CautionIcon, CheckIcon, CloseIcon } from '../icons.tsx';
import type { NamedMeter } from '../meter/named-meter.ts';
import { UsageMeter } from '../meter/usage-meter.tsx';
import { limitWords } from './limit-words.ts';
import { planVerdict } from './plan-verdict.ts';

const icons = { fits: CheckIcon, tight: CautionIcon, short: CloseIcon } as const;

/** One plan's limit of one meter, this tenant's usage on it, and whether it fits. */
export function PlanFit({ plan, meter, zone }: { plan: PlanComparison; meter: NamedMeter; zone: string }) {
  const cell = plan.meters[meter.name];
  if (!cell) return null;
  const { limit, usage } = cell;
  const { amount, per, after } = limitWords(limit, meter.per, plan.title);
  const verdict = planVerdict(usage, plan.current);
  const Icon = verdict.fit === 'none' ? null : icons[verdict.fit];
  const hasLine =
    usage.kind !== 'rate' && (limit.type === 'capped' || (limit.type === 'pooled' && usage.line !== null));
  return (
    <>
      <span className="plimsoll-fit-limit" data-absent={limit.type === 'none'}>
        <bdi>
          {amount} {(per || after) && <small>{[per, after].filter((one) => one !== '').join(', ')}</small>}
        </bdi>
      </span>
      {hasLine && <UsageMeter label={`${plan.title}: ${meter.label}`} usage={usage} size="s" zone={zone} />}
      {Icon && (
        <span className="plimsoll-fit" data-fit={verdict.fit}>
          <Icon />
          <bdi>{verdict.words}</bdi>
        </span>
      )}
    </>
  );
}
