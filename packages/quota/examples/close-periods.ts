// `closePeriods` makes the figures of a period final, a day after its end: billing reads them from `quota.period`.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';
import postgres from 'postgres';

const catalog = defineCatalog({
  meters: { exports: allowance({ unit: 'export', per: 'month' }) },
  plans: {
    pro: {
      name: 'Pro',
      price: usd(19),
      limits: { exports: capped(10, { overage: { upTo: 5, price: usd(0.5) } }) },
    },
  },
  defaultPlan: 'pro',
});

export default async function example(connection: string): Promise<void> {
  let now = '2026-11-10T12:00:00Z';
  const quota = createQuota({ catalog, connection, clock: () => new Date(now) });
  await quota.consume({ tenant: 'org_1', meters: { exports: 13 } });

  now = '2026-12-01T12:00:00Z'; // late events may still come
  assert.deepEqual(await quota.closePeriods(), { closed: 0 });
  now = '2026-12-02T12:00:00Z';
  assert.deepEqual(await quota.closePeriods({ most: 500 }), { closed: 1 });

  const billing = postgres(connection, { max: 1 });
  const [bill] = await billing`
    select b.tenant, p.used::int, p.included::int, p.overage::int
    from quota.period p join quota.balance b on b.id = p.balance_id where p.closed_at is not null`;
  assert.deepEqual({ ...bill }, { tenant: 'org_1', used: 13, included: 10, overage: 3 });
  await billing.end();
  await quota.close();
}
