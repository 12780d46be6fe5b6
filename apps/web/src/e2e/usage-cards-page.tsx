import { amountsOf, standingOf, type TenantUsage } from '@plimsoll/quota';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { GrantsCard } from '../usage/grants-card.tsx';
import { MeterLegend } from '../usage/meter-legend.tsx';
import { PlanCard } from '../usage/plan-card.tsx';
import '../styles.css';

const period = { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' };
const grant = { drawn: 0, startsAt: '2026-11-02T00:00:00.000Z', from: null };

/** A tenant on Starter with two grants, a change that is agreed, and a pause. */
const usage: TenantUsage<AppCatalog> = {
  tenant: 'org_kestrel',
  plan: 'starter',
  nextPlan: { plan: 'free', at: period.end },
  suspended: true,
  zone: 'Europe/Lisbon',
  at: '2026-11-17T10:45:00.000Z',
  scope: 'tenant',
  meters: Object.fromEntries(
    Object.entries(catalog.plans.starter.limits).map(([name, limit]) => {
      const kind = catalog.meters[name as keyof typeof catalog.meters].kind;
      const standing = { kind, limit, used: 1, held: 0, period: kind === 'level' ? null : period, ...amountsOf(limit) };
      return [name, standingOf(standing, catalog.thresholds)];
    }),
  ) as TenantUsage<AppCatalog>['meters'],
  grants: [
    {
      ...grant,
      grant: '019a8f00-0000-7000-8000-000000000001',
      meter: 'aiTokens',
      source: 'bonus',
      amount: 250_000,
      remaining: 175_000,
      expiresAt: '2026-11-30T12:00:00.000Z',
      reason: 'Thanks for the bug report',
    },
    {
      ...grant,
      grant: '019a8f00-0000-7000-8000-000000000002',
      meter: 'exports',
      source: 'purchase',
      amount: 10,
      remaining: 0,
      expiresAt: null,
      reason: 'Order 1048',
    },
  ],
};

/** The cards of the usage page that need no server, with and without what they show. */
function Cards() {
  return (
    <main className="mx-auto grid max-w-[1056px] grid-cols-[minmax(0,1fr)] gap-4 px-4 py-5">
      <h1 className="page-title">Usage</h1>
      <PlanCard usage={usage} />
      <div className="card p-4">
        <MeterLegend />
      </div>
      <GrantsCard usage={usage} />
      <GrantsCard usage={{ ...usage, grants: [] }} />
    </main>
  );
}

const router = createRouter({
  routeTree: createRootRoute({ component: Cards }),
  history: createMemoryHistory(),
});
createRoot(document.querySelector('#root') as Element).render(<RouterProvider router={router} />);
