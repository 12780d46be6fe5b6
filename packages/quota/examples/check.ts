// `check` gives the answer that `consume` would give now, without effect: to grey a button out, or to ask before long work.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { exports: allowance({ unit: 'export', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { exports: capped(3) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  const one = await quota.check({ tenant, meters: { exports: 1 } });
  const [two, four] = await quota.check([
    { tenant, meters: { exports: 2 } },
    { tenant, meters: { exports: 4 } },
  ]);
  assert.equal(one.outcome, 'granted');
  assert.equal(two?.outcome, 'granted');
  assert(four?.outcome === 'refused' && four.refusal.reason === 'exhausted');
  assert.equal(four.refusal.remaining, 3);

  const { meters } = await quota.usage(tenant);
  assert.equal(meters.exports.used, 0);
  await quota.close();
}
