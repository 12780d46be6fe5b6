// Thresholds: what must be told before a limit is reached. Each makes one notice a period, and `relay` hands it on.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: {
    // By shares of the line, as said for all meters below.
    exports: allowance({ unit: 'export', per: 'month' }),
    // By amounts left of it.
    credits: allowance({ unit: 'credit', per: 'month', thresholds: { left: { 100: 'warning', 0: 'reached' } } }),
  },
  plans: { free: { name: 'Free', price: usd(0), limits: { exports: capped(10), credits: capped(5_000) } } },
  defaultPlan: 'free',
  thresholds: { 50: 'mark', 80: 'warning', 100: 'reached' }, // a mark is a tick on the page, nothing is sent
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const told: string[] = [];
  // In an application it sends an event, or an email; where it throws, it is asked again.
  quota.relay({
    async send(notices) {
      for (const { tenant, facts } of notices) told.push(`${tenant} ${facts.meter} ${facts.level} at ${facts.amount}`);
    },
  });

  const tenant = 'org_1';
  await quota.consume({ tenant, meters: { exports: 5 } });
  await quota.consume({ tenant, meters: { exports: 4 } });
  await quota.consume({ tenant, meters: { credits: 4_899 } });
  await quota.consume({ tenant, meters: { credits: 2 } });
  await quota.consume({ tenant, meters: { exports: 1 } });
  while (told.length < 3) await sleep(20);
  assert.deepEqual(told.sort(), [
    'org_1 credits warning at 4900',
    'org_1 exports reached at 10',
    'org_1 exports warning at 8',
  ]);
  await quota.close();
}
