// Your own unit tests: every verb in memory, without a database, and a clock that you move.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import type { Quota } from '@plimsoll/quota/server';
import { createTestQuota } from '@plimsoll/quota/testing';
import { createQuotaTrpc } from '@plimsoll/quota/trpc';
import { initTRPC } from '@trpc/server';

const catalog = defineCatalog({
  meters: { drafts: allowance({ unit: 'draft', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { drafts: capped(2) } } },
  defaultPlan: 'free',
});

/** The code under test: in production it gets what `createQuota` opened. */
async function writeDraft(quota: Quota<typeof catalog>, tenant: string): Promise<string> {
  const decision = await quota.consume({ tenant, meters: { drafts: 1 } });
  return decision.outcome === 'refused' ? 'Come back next month.' : 'Once upon a time …';
}

/** So does a router. */
function routerOn(quota: Quota<typeof catalog>) {
  const t = initTRPC.context<{ organisation: string }>().create();
  const { quotaProcedure } = createQuotaTrpc({
    quota,
    procedure: t.procedure,
    tenant: ({ ctx }) => ctx.organisation,
  });
  return t.router({ write: quotaProcedure('drafts').mutation(({ ctx }) => ctx.quota.remaining) });
}

export default async function example(): Promise<void> {
  const quota = createTestQuota(catalog, { now: '2026-11-10T12:00:00Z' });
  assert.equal(await writeDraft(quota, 'org_1'), 'Once upon a time …');
  assert.equal(await writeDraft(quota, 'org_1'), 'Once upon a time …');
  assert.equal(await writeDraft(quota, 'org_1'), 'Come back next month.');

  quota.clock.advance({ days: 21 });
  assert.equal(await writeDraft(quota, 'org_1'), 'Once upon a time …');

  // A caller of your router in place of a server.
  const caller = routerOn(quota).createCaller({ organisation: 'org_1' });
  assert.equal(await caller.write(), 0);
  await assert.rejects(caller.write(), { code: 'TOO_MANY_REQUESTS' });

  // What explains and accounts is there, too.
  const [day] = await quota.history({
    tenant: 'org_1',
    meter: 'drafts',
    grain: 'day',
    from: '2026-12-01',
    to: '2026-12-31',
  });
  assert.deepEqual([day?.amount, day?.calls], [2, 2]);

  // Behind the answers: ledger, balances, and what would have been told.
  const { entries, notices } = quota.inspect();
  assert.equal(entries.length, 4);
  assert.deepEqual(
    notices.map(({ level }) => level),
    ['reached', 'reached'],
  );
}
