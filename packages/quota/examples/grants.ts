// A grant is an extra amount. It is drawn after the plan's limit, the earliest expiry first.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { credits: allowance({ unit: 'credit', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { credits: capped(10) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const by = { actor: 'support', reason: 'sorry for the outage' };

  // The key gives it once, however often the webhook of a purchase is sent.
  const pack = { tenant: 'mast', meter: 'credits', amount: 50, source: 'purchase', key: 'invoice-7' } as const;
  const { grant } = await quota.grant(pack, by);
  assert.deepEqual(await quota.grant(pack, by), { grant });
  const { credits } = (await quota.usage('mast')).meters;
  assert.deepEqual([credits.line, credits.grants, credits.remaining], [60, 50, 60]);

  await quota.consume({ tenant: 'mast', meters: { credits: 15 } });
  const [usage] = (await quota.usage('mast')).grants;
  assert.deepEqual([usage?.drawn, usage?.remaining], [5, 45]);

  // Part of it goes to a sibling: both belong to the same parent.
  for (const team of ['mast', 'keel']) await quota.setTenant(team, { parent: 'shipyard' }, by);
  const gift = await quota.transfer({ tenant: 'mast', grant, to: 'keel', amount: 20 }, by);
  assert.equal(gift.remaining, 25);
  assert.equal((await quota.usage('keel')).meters.credits.remaining, 30);

  // The purchase is returned: what is left of it is taken back, what was drawn stays.
  assert.deepEqual(await quota.revoke({ tenant: 'mast', grant }, by), { taken: 25 });
  assert.equal((await quota.usage('mast')).meters.credits.remaining, 0);
  await quota.close();
}
