// A meter may be renamed, and one may go: what tenants used stays on record, and nothing is forgotten by a typo.
import assert from 'node:assert/strict';
import { allowance, CatalogError, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const calls = allowance({ unit: 'call', per: 'month' });
const faxes = allowance({ unit: 'fax', per: 'month' });
const name = 'Free';
const price = usd(0);
const first = defineCatalog({
  meters: { calls, faxes },
  plans: { free: { name, price, limits: { calls: capped(10), faxes: capped(10) } } },
  defaultPlan: 'free',
});
const forgetful = defineCatalog({
  meters: { faxes },
  plans: { free: { name, price, limits: { faxes: capped(10) } } },
  defaultPlan: 'free',
});
const next = defineCatalog({
  meters: { requests: { ...calls, renamedFrom: 'calls' } },
  plans: { free: { name, price, limits: { requests: capped(10) } } },
  defaultPlan: 'free',
  retired: ['faxes'],
});

export default async function example(connection: string): Promise<void> {
  const before = createQuota({ catalog: first, connection });
  await before.consume({ tenant: 'org_1', meters: { calls: 4, faxes: 1 } });

  // A declaration that lost a meter is refused at start, and told the ways out.
  const wrong = createQuota({ catalog: forgetful, connection });
  await assert.rejects(wrong.ready(), CatalogError);

  // The renamed one goes on with its usage, also beside processes that still know its old name.
  const quota = createQuota({ catalog: next, connection });
  await quota.ready();
  assert.equal((await quota.usage('org_1')).meters.requests.used, 4);
  await before.consume({ tenant: 'org_1', meters: { calls: 1 } });
  assert.equal((await quota.usage('org_1')).meters.requests.used, 5);
  await Promise.all([before, wrong, quota].map((each) => each.close()));
}
