// `refund` returns a charge, or part of it, in the period in which it was made.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { images: allowance({ unit: 'image', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { images: capped(10) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  const decision = await quota.consume({ tenant, meters: { images: 6 } });
  assert(decision.outcome === 'granted');
  const { charge } = decision;

  // Two of them came out black.
  assert.deepEqual(await quota.refund({ tenant, charge, meters: { images: 2 } }), { meters: { images: 2 } });
  // Without amounts: all that is left of the charge. Asked again it returns nothing more.
  assert.deepEqual(await quota.refund({ tenant, charge }), { meters: { images: 4 } });
  assert.deepEqual(await quota.refund({ tenant, charge }), { meters: {} });

  assert.equal((await quota.usage(tenant)).meters.images.used, 0);
  await quota.close();
}
