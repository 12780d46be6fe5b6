// Grace: use beyond the line goes on for some days, free of charge, so that nobody stands still over a weekend.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { generations: allowance({ unit: 'generation', per: 'month' }) },
  plans: {
    growth: {
      name: 'Growth',
      price: usd(79),
      limits: { generations: capped(500, { grace: { upTo: 50, days: 3 } }) },
    },
  },
  defaultPlan: 'growth',
});

export default async function example(connection: string): Promise<void> {
  let now = '2026-11-13T17:00:00Z';
  const quota = createQuota({ catalog, connection, clock: () => new Date(now) });
  const tenant = 'org_1';

  // The first crossing of the line begins it.
  await quota.consume({ tenant, meters: { generations: 510 } });
  const { generations } = (await quota.usage(tenant)).meters;
  assert.equal(generations.status, 'grace');
  assert(generations.beyond?.type === 'grace');
  assert.deepEqual([generations.beyond.used, generations.beyond.until], [10, '2026-11-16T17:00:00.000Z']);

  now = '2026-11-16T16:59:59Z';
  assert.equal((await quota.consume({ tenant, meters: { generations: 1 } })).outcome, 'granted');
  now = '2026-11-16T17:00:00Z';
  assert.equal((await quota.consume({ tenant, meters: { generations: 1 } })).outcome, 'refused');
  await quota.close();
}
