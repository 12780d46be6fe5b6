import { formatAmount, meterLabel } from '@plimsoll/quota';
import { Ban, Check } from 'lucide-react';
import { useId } from 'react';
import { catalog } from '../../server/catalog.ts';
import { type PageDecision, useDecisions } from '../calls/decisions.tsx';
import { formatClockSeconds } from '../usage/format-clock.ts';

/** What the calls made on this page were answered, newest first. */
export function DecisionsCard() {
  const id = useId();
  const { decisions } = useDecisions();
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id} className="section-title px-4 pt-3.5 pb-2.5 md:px-5">
        Your last decisions
      </h2>
      {decisions.length === 0 ? (
        <p className="border-t px-4 py-2.5 text-sm text-muted-foreground md:px-5">
          None yet. Each button on this page makes a call that is decided first.
        </p>
      ) : (
        <ul>
          {decisions.map((decision) => (
            <DecisionLine key={decision.id} decision={decision} />
          ))}
        </ul>
      )}
    </section>
  );
}

function DecisionLine({ decision }: { decision: PageDecision }) {
  const { at, outcome, meter, amount, because, remaining } = decision;
  const isGranted = outcome === 'granted';
  const Icon = isGranted ? Check : Ban;
  return (
    <li className="grid grid-cols-[78px_minmax(0,1fr)_auto] items-center gap-3 border-t px-4 py-[7px] text-[13px]/[18px] md:grid-cols-[62px_82px_minmax(0,1fr)_auto] md:px-5">
      <span className="plimsoll-number text-muted-foreground max-md:hidden">{formatClockSeconds(at)}</span>
      <span className={`inline-flex items-center gap-[5px] font-[560] ${isGranted ? 'text-good' : 'text-exhausted'}`}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {outcome}
      </span>
      <span className="truncate">
        {meterLabel(catalog, meter)}, {amount}
        {because && `: ${because}`}
      </span>
      <span className="whitespace-nowrap text-muted-foreground tabular-nums">
        {remaining !== null && `${formatAmount(remaining)} remaining`}
      </span>
    </li>
  );
}
