// Rollover: what is left of a period goes on as a grant, up to an amount and for some periods.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { minutes: allowance({ unit: 'minute', per: 'month' }) },
  plans: {
    pro: { name: 'Pro', price: usd(19), limits: { minutes: capped(100, { rollover: { upTo: 60, periods: 1 } }) } },
  },
  defaultPlan: 'pro',
});

export default async function example(connection: string): Promise<void> {
  let now = '2026-11-10T12:00:00Z';
  const quota = createQuota({ catalog, connection, clock: () => new Date(now) });
  const tenant = 'org_1';
  const minutes = async () => (await quota.usage(tenant)).meters.minutes;

  await quota.consume({ tenant, meters: { minutes: 20 } });
  now = '2026-12-10T12:00:00Z'; // 80 were left, 60 of them go on
  assert.equal((await minutes()).remaining, 160);
  assert.equal((await quota.usage(tenant)).grants[0]?.source, 'rollover');

  await quota.consume({ tenant, meters: { minutes: 130 } });
  now = '2027-01-10T12:00:00Z'; // they lived for one period: what was left of them is gone, and December left nothing
  assert.equal((await minutes()).remaining, 100);
  await quota.close();
}
