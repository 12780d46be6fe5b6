/// <reference types="vite/client" />
import { comparePlans, type QuotaRefusal } from '@plimsoll/quota';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  type NamedMeter,
  nameMeters,
  PlanTable,
  QuotaExceededDialog,
  TooFastToast,
  type TooFastToastProps,
  UsageBanner,
  UsageLimits,
  UsageMeter,
  UsageStatus,
  UsageStrip,
} from '../src/index.ts';
import '../src/styles.css';
import { contract, contracts, harbour, poolTooSmall, suspended, tooFast } from './contract-data.ts';
import { period } from './sheet-data.ts';

const graceUntil = '2026-11-19T09:14:00.000Z';
const sizes = ['l', 'm', 's'] as const;

/** What the drawings show beside the plain limits, each in all sizes. */
const states = {
  'overage ahead': harbour({ exports: contract('exports', { used: 8, held: 1 }) }),
  'held beyond': harbour({ exports: contract('exports', { used: 9, held: 3 }) }),
  overage: harbour({ exports: contract('exports', { used: 12, held: 1 }) }),
  'overage used up': harbour({ exports: contract('exports', { used: 15 }) }),
};

/** The banners, one at a time: a page has one. */
const banners = {
  Grace: () => onlyMeter('articles'),
  Overage: () => onlyMeter('exports'),
  'Suspended tenant': () => harbour({}, { suspended: true }),
};

/** Every contract: overage, grace, soft, rate, window, pools, grants, overrides, suspension. */
function ContractSheet() {
  const [refusal, setRefusal] = useState<QuotaRefusal<typeof contracts> | null>(null);
  const [fast, setFast] = useState<TooFastToastProps<typeof contracts>['refusal']>(null);
  const [banner, setBanner] = useState<keyof typeof banners>('Grace');
  const [retries, setRetries] = useState(0);
  const [chosen, setChosen] = useState('');
  const usage = harbour();
  const plans = comparePlans(contracts, usage);
  return (
    <>
      <UsageBanner
        catalog={contracts}
        usage={banners[banner]()}
        organisation="Kestrel Press"
        support="support@example.com"
        storage={null}
      />
      <main>
        <h1>Contracts</h1>
        <p>
          {(Object.keys(banners) as (keyof typeof banners)[]).map((name) => (
            <Press key={name} name={name} onPress={() => setBanner(name)} />
          ))}
        </p>
        <h2>Limits</h2>
        <UsageStrip
          catalog={contracts}
          usage={usage}
          meters={['exports', 'articles', 'lookups', 'requests', 'renders']}
        />
        <div className="card" id="contracts">
          <UsageLimits catalog={contracts} usage={usage} plans={plans} />
        </div>
        <h2>Sizes and states</h2>
        <div className="card pad">
          {Object.entries(states).map(([name, one]) => (
            <Sizes key={name} meter={meterOf(one, 'exports')} />
          ))}
          <Sizes meter={meterOf(harbour({ articles: contract('articles', { used: 523, graceUntil }) }), 'articles')} />
          <Sizes meter={meterOf(harbour(), 'lookups')} />
          <Sizes meter={meterOf(harbour({ requests: contract('requests', { used: 18 }) }), 'requests')} />
          <Sizes meter={meterOf(harbour({ requests: contract('requests', { used: 20 }) }), 'requests')} />
          <Sizes meter={meterOf(harbour(), 'aiTokens')} />
          <Sizes meter={meterOf(harbour(), 'seats')} />
          <div dir="rtl">
            <Sizes meter={meterOf(harbour(), 'lookups')} />
          </div>
        </div>
        <h2>Plans</h2>
        <PlanTable
          catalog={contracts}
          usage={harbour({}, { nextPlan: { plan: 'growth', at: period.end } })}
          plans={plans}
          canChangePlan
          onChoose={setChosen}
        />
        <output>{chosen && `Chose ${chosen}`}</output>
        <p>
          <Press name="Pool too small" onPress={() => setRefusal(poolTooSmall)} />{' '}
          <Press name="Suspended" onPress={() => setRefusal(suspended)} />{' '}
          <Press name="Too fast, in a dialog" onPress={() => setRefusal(tooFast())} />{' '}
          <Press name="Too fast" onPress={() => setFast(tooFast())} />{' '}
          <Press name="Too many at once" onPress={() => setFast(tooFast(null))} />
          <output>{retries} tried again</output>
        </p>
      </main>
      <QuotaExceededDialog
        catalog={contracts}
        refusal={refusal}
        organisation="Kestrel Press"
        zone="Europe/Lisbon"
        support="support@example.com"
        canChangePlan
        onUpgrade={() => {}}
        onClose={() => setRefusal(null)}
      />
      <TooFastToast
        refusal={fast}
        onClose={() => setFast(null)}
        onRetry={() => {
          setFast(null);
          setRetries(retries + 1);
        }}
      />
    </>
  );
}

function Sizes({ meter }: { meter: NamedMeter }) {
  return (
    <div className="states">
      <UsageStatus usage={meter.usage} />
      {sizes.map((size) => (
        <UsageMeter
          key={size}
          label={`${meter.label}, size ${size}`}
          usage={meter.usage}
          zone="Europe/Lisbon"
          per={meter.per}
          size={size}
        />
      ))}
    </div>
  );
}

const Press = ({ name, onPress }: { name: string; onPress: () => void }) => (
  <button type="button" className="plimsoll-button" data-look="outline" onClick={onPress}>
    {name}
  </button>
);

function meterOf(usage: ReturnType<typeof harbour>, name: string): NamedMeter {
  const found = nameMeters(contracts, usage).find((meter) => meter.name === name);
  if (!found) throw new Error(`The sheet has no meter ${name}.`);
  return found;
}

/** Only this meter asks for attention. */
function onlyMeter(name: 'articles' | 'exports'): ReturnType<typeof harbour> {
  const calm = {
    exports: contract('exports', { used: 1 }),
    articles: contract('articles', { used: 1 }),
    lookups: contract('lookups', { used: 1 }),
  };
  const { [name]: _, ...others } = calm;
  return harbour(others);
}

createRoot(document.querySelector('#root') as Element).render(<ContractSheet />);
