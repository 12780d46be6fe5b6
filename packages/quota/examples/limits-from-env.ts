// Limits that the environment sets in place of the catalog's own: another figure on staging needs no build.
import assert from 'node:assert/strict';
import { allowance, CatalogError, capped, defineCatalog, limitsFromEnv, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const declared = defineCatalog({
  meters: { apiCalls: allowance({ unit: 'call', label: 'API calls', per: 'month' }) },
  plans: { starter: { name: 'Starter', price: usd(19), limits: { apiCalls: capped(100_000) } } },
  defaultPlan: 'starter',
});

export default async function example(connection: string): Promise<void> {
  const env = { PLIMSOLL_LIMIT_STARTER_API_CALLS: '50' }; // in an application: process.env
  const catalog = limitsFromEnv(declared, env);
  const quota = createQuota({ catalog, connection });
  await quota.ready(); // at start: a declaration that doesn't fit what is stored fails here, not in a customer's call
  assert.equal((await quota.usage('org_1')).meters.apiCalls.line, 50);

  // A typo doesn't go unseen.
  assert.throws(() => limitsFromEnv(declared, { PLIMSOLL_LIMIT_STARTER_API_CALL: '50' }), CatalogError);
  assert.throws(() => limitsFromEnv(declared, { PLIMSOLL_LIMIT_STARTER_API_CALLS: 'many' }), CatalogError);
  await quota.close();
}
