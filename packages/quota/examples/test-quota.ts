// Your own unit tests: the same verbs in memory, without a database, and a clock that you move.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import type { Quota } from '@plimsoll/quota/server';
import { createTestQuota } from '@plimsoll/quota/testing';

const catalog = defineCatalog({
  meters: { drafts: allowance({ unit: 'draft', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { drafts: capped(2) } } },
  defaultPlan: 'free',
});

/** The code under test: in production it gets what `createQuota` opened. */
async function writeDraft(quota: Pick<Quota<typeof catalog>, 'consume'>, tenant: string): Promise<string> {
  const decision = await quota.consume({ tenant, meters: { drafts: 1 } });
  return decision.outcome === 'refused' ? 'Come back next month.' : 'Once upon a time …';
}

export default async function example(): Promise<void> {
  const quota = createTestQuota(catalog, { now: '2026-11-10T12:00:00Z' });
  assert.equal(await writeDraft(quota, 'org_1'), 'Once upon a time …');
  assert.equal(await writeDraft(quota, 'org_1'), 'Once upon a time …');
  assert.equal(await writeDraft(quota, 'org_1'), 'Come back next month.');

  quota.clock.advance({ days: 21 });
  assert.equal(await writeDraft(quota, 'org_1'), 'Once upon a time …');

  // Behind the answers: ledger, balances, and what would have been told.
  const { entries, notices } = quota.inspect();
  assert.equal(entries.length, 3);
  assert.deepEqual(
    notices.map(({ level }) => level),
    ['reached'],
  );
}
