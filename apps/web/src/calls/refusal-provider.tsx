import { comparePlans, type PlanName, type QuotaRefusal } from '@plimsoll/quota';
import { QuotaExceededDialog, TooFastToast } from '@plimsoll/react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { useSession } from '../session/session.tsx';
import { supportAddress } from '../shell/support-address.ts';
import { useUsage } from '../usage/usage-provider.tsx';
import { ChooseWhatGoes } from './choose-what-goes.tsx';
import { OfferAgain } from './offer-again.tsx';
import { usePlanChange } from './use-plan-change.ts';

export type RefusedCall = {
  refusal: QuotaRefusal<AppCatalog>;
  /** What the try left untouched, as the end of a sentence. */
  kept?: string;
  /** The refused call, to be offered again: its name on a button, and how to make it. */
  again: { title: string; run: () => void };
};

type TooFastCall = { refusal: Extract<RefusedCall['refusal'], { breaches: unknown }>; again: RefusedCall['again'] };

type Refusals = { openRefusal: (call: RefusedCall) => void };

const RefusalContext = createContext<Refusals | null>(null);

/**
 * Shows the dialog for whichever call was refused, and after an upgrade offers that call again. One that came too fast
 * gets a toast: it can be made again in seconds.
 */
export function RefusalProvider({ children }: { children: ReactNode }) {
  const { organisation, rights } = useSession();
  const { usage } = useUsage();
  const [refused, setRefused] = useState<RefusedCall | null>(null);
  const [tooFast, setTooFast] = useState<TooFastCall | null>(null);
  const [offer, setOffer] = useState<{ again: RefusedCall['again']; plan: PlanName<AppCatalog> } | null>(null);
  const change = usePlanChange((plan) => {
    if (refused) setOffer({ again: refused.again, plan });
    setRefused(null);
  });

  const openRefusal = useCallback((call: RefusedCall) => {
    setOffer(null);
    setTooFast(call.refusal.reason === 'too_fast' ? { refusal: call.refusal, again: call.again } : null);
    setRefused(call.refusal.reason === 'too_fast' ? null : call);
  }, []);
  const value = useMemo(() => ({ openRefusal }), [openRefusal]);

  const refusal = refused?.refusal ?? null;
  const asked = refusal ? { meter: refusal.meter, amount: refusal.asked } : undefined;
  const close = () => {
    setRefused(null);
    change.reset();
  };
  return (
    <RefusalContext value={value}>
      {children}
      <QuotaExceededDialog
        catalog={catalog}
        refusal={refusal}
        plans={usage?.scope === 'tenant' ? comparePlans(catalog, usage, asked) : []}
        organisation={organisation.name}
        zone={usage?.zone ?? 'UTC'}
        support={supportAddress}
        {...(refused?.kept && { kept: refused.kept })}
        canChangePlan={rights.billing}
        pendingPlan={change.pendingPlan}
        error={change.error}
        onUpgrade={change.changeTo}
        onClose={close}
        onRetry={() => {
          close();
          refused?.again.run();
        }}
        renderWay={(way) => way.type === 'free' && refusal && <ChooseWhatGoes meter={refusal.meter} onGo={close} />}
      />
      <TooFastToast
        refusal={tooFast?.refusal ?? null}
        onClose={() => setTooFast(null)}
        onRetry={() => {
          setTooFast(null);
          tooFast?.again.run();
        }}
      />
      {offer && <OfferAgain {...offer} onDone={() => setOffer(null)} />}
    </RefusalContext>
  );
}

export function useRefusals(): Refusals {
  const refusals = useContext(RefusalContext);
  if (!refusals) throw new Error('useRefusals stands outside the shell.');
  return refusals;
}
