// `reverse` undoes what was booked wrongly over a range of time; as a dry run first.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { scans: allowance({ unit: 'scan', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { scans: capped(100) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  let now = '2026-11-10T12:00:00Z';
  const quota = createQuota({ catalog, connection, clock: () => new Date(now) });
  const tenant = 'org_1';
  await quota.consume({ tenant, feature: 'nightly', meters: { scans: 30 } });
  await quota.consume({ tenant, feature: 'nightly', meters: { scans: 30 } }); // a bug: it ran twice
  await quota.consume({ tenant, feature: 'upload', meters: { scans: 5 } });

  now = '2026-11-10T15:00:00Z';
  const range = { from: '2026-11-10T00:00:00Z', to: '2026-11-11T00:00:00Z' };
  const wrong = { tenant, meter: 'scans', feature: 'nightly', ...range } as const;
  const by = { actor: 'ada', reason: 'the nightly scan read nothing but empty files' };
  const foreseen = await quota.reverse(wrong, by);
  assert.deepEqual(foreseen, { charges: 2, meters: { scans: 60 }, dryRun: true });

  await quota.reverse(wrong, by, { dryRun: false });
  assert.equal((await quota.usage(tenant)).meters.scans.used, 5);
  // Each charge is undone once.
  const again = await quota.reverse(wrong, by, { dryRun: false });
  assert.deepEqual(again, { charges: 0, meters: {}, dryRun: false });
  await quota.close();
}
