// `record` books usage that already happened. It is never refused, and booked once by its event's id.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { minutes: allowance({ unit: 'minute', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { minutes: capped(100) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  // A telephone provider tells of calls after they ended, some of them twice.
  const events = [
    { tenant, meters: { minutes: 70 }, event: 'call-1', at: new Date() },
    { tenant, meters: { minutes: 50 }, event: 'call-2', at: new Date() },
  ];
  // The second ends above the ceiling: it is booked all the same, and marked late.
  assert.deepEqual(await quota.record(events), { booked: 2, known: 0, late: 1 });
  assert.deepEqual(await quota.record(events), { booked: 0, known: 2, late: 0 });

  const { minutes } = (await quota.usage(tenant)).meters;
  assert.deepEqual([minutes.used, minutes.status], [120, 'over']);
  await quota.close();
}
