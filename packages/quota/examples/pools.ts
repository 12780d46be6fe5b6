// An organisation's limit is a pool: its teams draw from it, members up to a cap of their own.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, pooled, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { tokens: allowance({ unit: 'token', per: 'month' }) },
  plans: {
    organisation: { name: 'Organisation', price: usd(99), limits: { tokens: capped(1_000) } },
    team: { name: 'Team', price: usd(0), limits: { tokens: pooled() } },
    member: { name: 'Member', price: usd(0), limits: { tokens: pooled({ cap: 300 }) } },
    // Its own limit first, the rest from the pool.
    department: { name: 'Department', price: usd(0), limits: { tokens: capped(100, { rest: 'pool' }) } },
  },
  defaultPlan: 'member',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const by = { actor: 'ada', reason: 'our organisation chart' };
  await quota.setTenant('org', { plan: 'organisation' }, by);
  await quota.setTenant('crew', { plan: 'team', parent: 'org' }, by);
  await quota.setTenant('yard', { plan: 'department', parent: 'org' }, by);
  await quota.setTenant('bob', { plan: 'member', parent: 'crew' }, by);
  const take = (tenant: string, tokens: number) => quota.consume({ tenant, meters: { tokens } });
  const tokensOf = async (tenant: string) => (await quota.usage(tenant)).meters.tokens;

  // Bob draws through his team from the organisation: all three count it, or none.
  assert.equal((await take('bob', 300)).outcome, 'granted');
  assert.equal((await take('bob', 1)).outcome, 'refused'); // his cap
  assert.equal((await tokensOf('crew')).used, 300);
  assert.equal((await tokensOf('org')).used, 300);

  // 100 of its own, and 700 that are left of the pool.
  assert.equal((await tokensOf('yard')).remaining, 800);
  assert.equal((await take('yard', 150)).outcome, 'granted');
  assert.equal((await tokensOf('org')).used, 350);

  // Whoever comes last finds what is left.
  const refused = await take('crew', 651);
  assert(refused.outcome === 'refused' && refused.refusal.reason === 'exhausted');
  assert.equal(refused.refusal.remaining, 650);
  await quota.close();
}
