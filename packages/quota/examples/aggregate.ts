// `aggregate` sums the ledger up by hour and day, so that history is quick; `aggregationHealth` tells how far behind it is.
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
  const today = { tenant, meter: 'tokens', grain: 'day', from: '2026-11-10', to: '2026-11-11' } as const;
  await quota.consume({ tenant, meters: { tokens: 100 } });
  const before = await quota.history(today);

  now = '2026-11-10T12:05:00Z';
  assert.deepEqual(await quota.aggregationHealth(), {
    ranAt: null,
    behind: 1,
    oldestUnreadAt: '2026-11-10T12:00:00.000Z',
    lagMs: 300_000,
  });
  // In an application the function `aggregate-usage` does this each minute (see `@plimsoll/quota/inngest`).
  assert.deepEqual(await quota.aggregate(), { entries: 1, done: true });
  assert.deepEqual(await quota.aggregationHealth(), {
    ranAt: '2026-11-10T12:05:00.000Z',
    behind: 0,
    oldestUnreadAt: null,
    lagMs: 0,
  });
  // History was whole before, too: what no rollup has yet is read from the ledger.
  assert.deepEqual(await quota.history(today), before);
  await quota.close();
}
