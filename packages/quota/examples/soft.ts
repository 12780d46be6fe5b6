// A soft limit warns and never refuses: for what is billed by hand, or talked about once a month.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { emails: allowance({ unit: 'email', per: 'month' }) },
  plans: { team: { name: 'Team', price: usd(49), limits: { emails: capped(1_000, { soft: true }) } } },
  defaultPlan: 'team',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  const decision = await quota.consume({ tenant, meters: { emails: 1_200 } });
  assert.equal(decision.outcome, 'granted');

  const { emails } = (await quota.usage(tenant)).meters;
  assert.equal(emails.status, 'over');
  assert.deepEqual(emails.beyond, { type: 'soft', used: 200 });
  await quota.close();
}
