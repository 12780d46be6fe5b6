// `atRisk` lists meters that near their line or passed it, soonest first: whom to call before they are refused.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { credits: allowance({ unit: 'credit', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { credits: capped(100) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection, clock: () => new Date('2026-11-11T00:00:00Z') });
  await quota.consume({ tenant: 'calm', meters: { credits: 40 } });
  await quota.consume({ tenant: 'fast', meters: { credits: 90 } });
  await quota.consume({ tenant: 'full', meters: { credits: 100 } });

  const risks = await quota.atRisk({ atLeast: 80 });
  assert.deepEqual(
    risks.map(({ tenant, usage, reachedAt }) => [tenant, usage.percent, reachedAt]),
    [
      ['full', 100, null],
      // 90 in ten days: the last ten take a little more than one.
      ['fast', 90, '2026-11-12T02:40:00.000Z'],
    ],
  );
  await quota.close();
}
