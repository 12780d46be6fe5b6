/// <reference types="vite/client" />
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { UsageBanner } from '../src/index.ts';
import '../src/styles.css';
import { catalog, usageOn } from './sheet-data.ts';

/** A banner above a field that sets what is used. */
function BannerPage() {
  const [used, setUsed] = useState(82);
  const usage = usageOn('starter', {
    aiGenerations: { used },
    aiTokens: { used: 0 },
    projects: { used: 0 },
    exports: { used: 0 },
    seats: { used: 0 },
    scheduledRuns: { used: 0 },
  });
  return (
    <>
      <UsageBanner catalog={catalog} usage={usage} />
      <label>
        Used <input type="number" value={used} onChange={(event) => setUsed(event.target.valueAsNumber || 0)} />
      </label>
    </>
  );
}

createRoot(document.querySelector('#root') as Element).render(<BannerPage />);
