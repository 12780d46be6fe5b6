// `history` tells what a tenant used by hours, days or months, split by what it was for or by who.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { tokens: allowance({ unit: 'token', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { tokens: capped(1_000) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  let now = '2026-11-10T12:00:00Z';
  const quota = createQuota({ catalog, connection, clock: () => new Date(now) });
  const tenant = 'org_1';
  await quota.consume({ tenant, actor: 'ada', feature: 'chat', meters: { tokens: 100 } });
  await quota.consume({ tenant, actor: 'bob', feature: 'draw', meters: { tokens: 250 } });
  now = '2026-11-12T09:00:00Z';
  await quota.consume({ tenant, actor: 'ada', feature: 'chat', meters: { tokens: 40 } });

  const november = { tenant, meter: 'tokens', from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' } as const;
  // Days without usage are not listed.
  assert.deepEqual(await quota.history({ ...november, grain: 'day' }), [
    { start: '2026-11-10T00:00:00.000Z', of: '', amount: 350, calls: 2 },
    { start: '2026-11-12T00:00:00.000Z', of: '', amount: 40, calls: 1 },
  ]);
  const byFeature = await quota.history({ ...november, grain: 'month', by: 'feature' });
  assert.deepEqual(
    byFeature.map(({ of, amount, calls }) => [of, amount, calls]),
    [
      ['chat', 140, 2],
      ['draw', 250, 1],
    ],
  );
  await quota.close();
}
