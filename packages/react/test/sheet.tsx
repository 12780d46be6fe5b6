/// <reference types="vite/client" />
import { comparePlans, type QuotaRefusal } from '@plimsoll/quota';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  PlanTable,
  QuotaExceededDialog,
  UsageBanner,
  UsageLimits,
  UsageMeter,
  UsageStatus,
  UsageStrip,
} from '../src/index.ts';
import '../src/styles.css';
import {
  catalog,
  kestrel,
  noGenerations,
  noRoomForProject,
  notInPlan,
  standing,
  tern,
  unavailable,
} from './sheet-data.ts';

/** Every component in its states, on one page: looked at by people, checked by axe. */
function Sheet() {
  const [refusal, setRefusal] = useState<QuotaRefusal<typeof catalog> | null>(null);
  const [chosen, setChosen] = useState('');
  const member = new URLSearchParams(location.search).has('member');
  const usage = refusal?.meter === 'aiGenerations' ? tern : kestrel;
  const plans = comparePlans(catalog, kestrel);
  return (
    <>
      <UsageBanner
        catalog={catalog}
        usage={kestrel}
        renderActions={() => (
          <a className="plimsoll-button" data-size="small" href="#plans">
            Compare plans
          </a>
        )}
      />
      <main>
        <h1>Component sheet</h1>
        <UsageStrip
          catalog={catalog}
          usage={kestrel}
          meters={['aiGenerations', 'aiTokens', 'projects', 'exports', 'seats']}
        />
        <h2>Limits</h2>
        <div className="card">
          <UsageLimits catalog={catalog} usage={kestrel} plans={plans} />
        </div>
        <h2>Sizes and states</h2>
        <div className="card pad">
          {[0, 41, 80, 96, 100, 130].map((used) => {
            const one = standing('aiGenerations', 'starter', { used, held: used === 41 ? 8 : 0 });
            return (
              <div key={used} className="states">
                <UsageStatus usage={one} />
                {(['l', 'm', 's'] as const).map((size) => (
                  <UsageMeter key={size} label={`AI generations, size ${size}`} usage={one} size={size} />
                ))}
              </div>
            );
          })}
        </div>
        <h2>Refusals</h2>
        <p className="buttons">
          {[noGenerations, noRoomForProject, notInPlan, unavailable].map((one, at) => (
            <button
              key={one.reason + one.meter}
              type="button"
              className="plimsoll-button"
              data-look="outline"
              onClick={() => setRefusal(one)}
            >
              Refusal {at + 1}
            </button>
          ))}
          <output>{chosen}</output>
        </p>
        <h2 id="plans">Plans</h2>
        <PlanTable catalog={catalog} usage={kestrel} plans={plans} canChangePlan={!member} onChoose={setChosen} />
      </main>
      <QuotaExceededDialog
        catalog={catalog}
        refusal={refusal}
        plans={refusal ? comparePlans(catalog, usage, { meter: refusal.meter, amount: refusal.asked }) : []}
        organisation="Tern Notes"
        zone="Europe/Lisbon"
        kept="your prompt is kept"
        canChangePlan={!member}
        onUpgrade={(plan) => {
          setChosen(plan);
          setRefusal(null);
        }}
        onClose={() => setRefusal(null)}
        onRetry={() => setRefusal(null)}
      />
    </>
  );
}

createRoot(document.querySelector('#root') as Element).render(<Sheet />);
