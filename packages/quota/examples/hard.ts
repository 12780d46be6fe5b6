// A hard limit: at its amount further use is refused, exactly, however many ask at once.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, none, unlimited, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: {
    reports: allowance({ unit: 'report', per: 'month' }),
    exports: allowance({ unit: 'export', per: 'month' }),
    views: allowance({ unit: 'view', per: 'month' }),
  },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { reports: capped(10), exports: none, views: unlimited } },
    pro: { name: 'Pro', price: usd(19), limits: { reports: capped(100), exports: capped(5), views: unlimited } },
  },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  const requests = Array.from({ length: 25 }, () => quota.consume({ tenant, meters: { reports: 1 } }));
  const outcomes = (await Promise.all(requests)).map(({ outcome }) => outcome);
  assert.equal(outcomes.filter((outcome) => outcome === 'granted').length, 10);

  // `none`: not in this plan, which is another answer than all used up. The next plan that has it is named.
  const refused = await quota.consume({ tenant, meters: { exports: 1 } });
  assert(refused.outcome === 'refused' && refused.refusal.reason === 'not_in_plan');
  const [remedy] = refused.refusal.remedies;
  assert(remedy?.type === 'upgrade' && remedy.plan === 'pro');

  // `unlimited`: counted and shown, never refused.
  const granted = await quota.consume({ tenant, meters: { views: 1_000_000 } });
  assert(granted.outcome === 'granted');
  assert.deepEqual([granted.meters.views?.used, granted.meters.views?.remaining], [1_000_000, null]);
  await quota.close();
}
