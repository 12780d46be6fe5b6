// Overage: use beyond the line goes on, each unit at a price, up to a cap.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { generations: allowance({ unit: 'generation', per: 'month' }) },
  plans: {
    starter: {
      name: 'Starter',
      price: usd(19),
      limits: { generations: capped(100, { overage: { upTo: 20, price: usd(0.15) } }) },
    },
  },
  defaultPlan: 'starter',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  await quota.consume({ tenant, meters: { generations: 104 } });
  const { generations } = (await quota.usage(tenant)).meters;
  assert.deepEqual([generations.line, generations.ceiling, generations.status], [100, 120, 'overage']);
  assert(generations.beyond?.type === 'overage');
  assert.deepEqual([generations.beyond.used, generations.beyond.cost], [4, usd(0.6)]);

  const refused = await quota.consume({ tenant, meters: { generations: 17 } });
  assert(refused.outcome === 'refused' && refused.refusal.reason === 'exhausted');
  assert.equal(refused.refusal.remaining, 16);
  await quota.close();
}
