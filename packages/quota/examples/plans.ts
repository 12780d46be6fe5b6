// What a tenant may: its plan, its billing day and zone, an override beside the plan, a suspension. Each change is audited.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { reports: allowance({ unit: 'report', per: 'month' }) },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { reports: capped(10) } },
    pro: { name: 'Pro', price: usd(19), limits: { reports: capped(100) } },
  },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  let now = '2026-11-20T12:00:00Z';
  const quota = createQuota({ catalog, connection, clock: () => new Date(now) });
  const by = { actor: 'ada', reason: 'asked by the customer' };
  const tenant = 'org_1';
  const reports = async () => (await quota.usage(tenant)).meters.reports;

  // A tenant is known on first sight, on the default plan. This tells more: months turn on the 15th, in Lisbon.
  await quota.setTenant(tenant, { plan: 'pro', anchor: 15, zone: 'Europe/Lisbon' }, by);
  assert.deepEqual((await reports()).period, { start: '2026-11-15T00:00:00.000Z', end: '2026-12-15T00:00:00.000Z' });

  // A downgrade waits for the end of what was paid for; an upgrade comes at once, and calls it off.
  await quota.setPlan(tenant, 'free', by, { at: 'period_end' });
  assert.deepEqual((await quota.usage(tenant)).nextPlan, { plan: 'free', at: '2026-12-15T00:00:00.000Z' });
  now = '2026-12-15T00:00:00Z';
  assert.equal((await reports()).line, 10);
  await quota.setPlan(tenant, 'pro', by);
  assert.equal((await reports()).line, 100);

  // An override holds in place of the plan's limit until it ends, or is taken away by `limit: null`.
  await quota.setOverride({ tenant, meter: 'reports', limit: capped(250), until: '2026-12-20T00:00:00Z' }, by);
  assert.equal((await reports()).line, 250);
  now = '2026-12-20T00:00:00Z';
  assert.equal((await reports()).line, 100);

  await quota.suspend(tenant, { actor: 'billing', reason: 'invoice 12 is unpaid' });
  const refused = await quota.consume({ tenant, meters: { reports: 1 } });
  assert(refused.outcome === 'refused');
  assert.equal(refused.refusal.reason, 'suspended');
  await quota.resume(tenant, { actor: 'billing', reason: 'invoice 12 was paid' });
  assert.equal((await quota.consume({ tenant, meters: { reports: 1 } })).outcome, 'granted');
  await quota.close();
}
