// `retain` keeps the ledger's last months and drops those before; what of them still counts is brought forward.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, level, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: {
    credits: allowance({ unit: 'credit', per: 'month' }),
    seats: level({ unit: 'seat' }),
  },
  plans: { free: { name: 'Free', price: usd(0), limits: { credits: capped(10), seats: capped(5) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const begin = new Date();
  let now = begin;
  const quota = createQuota({ catalog, connection, clock: () => now });
  const tenant = 'org_1';
  await quota.consume({ tenant, meters: { credits: 7, seats: 2 } });

  now = new Date(begin.getTime() + 300 * 86_400_000);
  await quota.closePeriods(); // the bills of those months stay
  const { dropped, broughtForward } = await quota.retain({ months: 6 });
  assert(dropped.includes(begin.toISOString().slice(0, 7)));
  assert.equal(broughtForward, 1); // two seats are taken still; the credits were of a closed period

  assert.equal((await quota.usage(tenant)).meters.seats.used, 2);
  await quota.close();
}
