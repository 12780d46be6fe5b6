// A meter begins in `shadow`, on live traffic: it decides and records, and refuses nobody. `off` is the kill switch.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { searches: allowance({ unit: 'search', per: 'day', mode: 'shadow' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { searches: capped(5) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const by = { actor: 'ada', reason: 'a week in shadow refused nobody by mistake' };
  const search = { tenant: 'org_1', meters: { searches: 8 } };

  const shadowed = await quota.consume(search);
  assert(shadowed.outcome === 'granted');
  assert.equal(shadowed.shadow?.reason, 'exhausted'); // what it would have been refused with

  // Every process follows within seconds.
  await quota.setMode('searches', 'enforce', by);
  assert.equal((await quota.consume(search)).outcome, 'refused');

  await quota.setMode('searches', 'off', { actor: 'ada', reason: 'incident 42' });
  const uncounted = await quota.consume(search);
  assert(uncounted.outcome === 'granted');
  assert.equal(uncounted.meters.searches?.taken, 0);
  assert.equal((await quota.usage('org_1')).meters.searches.used, 8);
  await quota.close();
}
