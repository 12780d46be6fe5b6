import { amountsOf, meterLabel, type QuotaRefusal, type Remedy } from '@plimsoll/quota';
import { perOf } from '../meter/per-words.ts';
import { UsageMeter } from '../meter/usage-meter.tsx';
import type { OpenDialogProps } from './dialog-props.ts';
import { metLimit, refusedUsage } from './limit-refusal.ts';
import { PlanOfferList } from './plan-offer-list.tsx';
import { planOffers } from './plan-offers.ts';
import { RefusalFacts, refusalFacts } from './refusal-facts.tsx';
import { UpgradeButton } from './upgrade-button.tsx';
import { WayForward } from './way-forward.tsx';
import { wayWords } from './way-words.ts';

/** The middle of the dialog, which scrolls: meter, facts, plans side by side, the other ways. */
export function RefusalBody(props: OpenDialogProps) {
  const { refusal, catalog, zone, plans = [], canChangePlan, renderWay } = props;
  if (refusal.reason === 'unavailable' || refusal.reason === 'suspended') return null;
  const offers = canChangePlan ? planOffers(plans) : [];
  const ways = waysFor(refusal.remedies, canChangePlan).filter(({ type }) => type !== 'upgrade' || offers.length === 0);
  const context = { catalog, meter: refusal.meter, limit: limitOf(refusal), zone };
  return (
    <div className="plimsoll-dialog-body">
      {metLimit(refusal) && (
        <>
          <UsageMeter
            label={meterLabel(catalog, refusal.meter)}
            usage={refusedUsage(refusal, catalog)}
            zone={zone}
            per={perOf(catalog.meters[refusal.meter])}
            size="l"
          />
          <RefusalFacts facts={refusalFacts(refusal, catalog, zone)} />
        </>
      )}
      {offers.length + ways.length > 0 && <h3>Ways forward, the quickest first</h3>}
      {offers.length > 0 && <PlanOfferList {...props} offers={offers} meter={refusal.meter} />}
      <ul className="plimsoll-ways">
        {ways.map((way) => (
          <WayForward
            key={way.type}
            type={way.type}
            words={wayWords(way, context)}
            action={renderWay?.(way) || (way.type === 'upgrade' && <UpgradeButton {...props} {...way} isFirst />)}
          />
        ))}
      </ul>
    </div>
  );
}

/** Whoever may not change the plan reads "ask an owner" where others read "upgrade". */
function waysFor(remedies: readonly Remedy[], canChangePlan: boolean): Remedy[] {
  if (canChangePlan) return remedies.filter(({ type }) => type !== 'ask_owner');
  const asked = remedies.some(({ type }) => type === 'ask_owner');
  return remedies.flatMap((remedy): Remedy[] => {
    if (remedy.type !== 'upgrade') return [remedy];
    return asked ? [] : [{ type: 'ask_owner', plan: remedy.plan, name: remedy.name }];
  });
}

/** What the present plan gives, as a number. */
const limitOf = (refusal: QuotaRefusal): number | null =>
  refusal.reason === 'exhausted' ? amountsOf(refusal.limit).line : null;
