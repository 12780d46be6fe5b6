import { formatDay, type MeterUsage, type PlanComparison } from '@plimsoll/quota';
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
  const { limit, usage, isPresent } = cell;
  const { amount, per, after } = limitWords(limit, meter.per, plan.title);
  const terms = [per, after, setForYou(usage, zone)].filter((one) => one !== '').join(', ');
  const verdict = planVerdict(usage, isPresent);
  const Icon = verdict.fit === 'none' ? null : icons[verdict.fit];
  const hasLine =
    usage.kind !== 'rate' && (limit.type === 'capped' || (limit.type === 'pooled' && usage.line !== null));
  return (
    <>
      <span className="plimsoll-fit-limit" data-absent={limit.type === 'none'}>
        <bdi>
          {amount} {terms && <small>{terms}</small>}
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

/** `set for you`, `set for you until 1 Dec`: why a limit is none of the plan's. */
const setForYou = ({ override }: MeterUsage, zone: string): string =>
  override ? `set for you${override.until ? ` until ${formatDay(override.until, zone)}` : ''}` : '';
