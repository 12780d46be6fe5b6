import type { PlanComparison } from '@plimsoll/quota';
import { CautionIcon, CheckIcon, CloseIcon } from '../icons.tsx';
import { UsageMeter } from '../meter/usage-meter.tsx';
import { limitWords, planVerdict } from './plan-verdict.ts';

const icons = { fits: CheckIcon, tight: CautionIcon, short: CloseIcon } as const;

/** One plan's limit of one meter, this tenant's usage on it, and whether it fits. */
export function PlanFit({ plan, meter, label }: { plan: PlanComparison; meter: string; label: string }) {
  const cell = plan.meters[meter];
  if (!cell) return null;
  const { amount, per } = limitWords(cell.limit, cell.usage.kind, plan.title);
  const verdict = planVerdict(cell.usage, plan.current);
  const Icon = verdict.fit === 'none' ? null : icons[verdict.fit];
  return (
    <>
      <span className="plimsoll-fit-limit" data-absent={cell.limit.type === 'none'}>
        <bdi>
          {amount} {per && <small>{per}</small>}
        </bdi>
      </span>
      {cell.limit.type === 'capped' && <UsageMeter label={`${plan.title}: ${label}`} usage={cell.usage} size="s" />}
      {Icon && (
        <span className="plimsoll-fit" data-fit={verdict.fit}>
          <Icon />
          <bdi>{verdict.words}</bdi>
        </span>
      )}
    </>
  );
}
