// `hold` sets the most aside before work whose size nobody knows; `settle` books what it took; what is left is remaining again.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota, HoldEndedError } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { tokens: allowance({ unit: 'token', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { tokens: capped(10_000) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  const decision = await quota.hold({ tenant, meters: { tokens: 4_000 }, forMs: 60_000 });
  assert(decision.outcome === 'granted');
  const { hold } = decision;
  assert.equal(decision.meters.tokens?.remaining, 6_000);

  // A stream settles in parts: the rest stays held while more is to come.
  const part = await quota.settle({ tenant, hold, meters: { tokens: 1_000 }, more: true });
  assert.deepEqual([part.booked.tokens, part.ended], [1_000, false]);

  // It takes longer than thought: the hold is renewed before it expires.
  const { expiresAt } = await quota.extend({ tenant, hold, forMs: 300_000 });
  assert(expiresAt > decision.expiresAt);

  const last = await quota.settle({ tenant, hold, meters: { tokens: 500 } });
  assert.deepEqual([last.booked.tokens, last.returned.tokens, last.ended], [500, 2_500, true]);

  // A hold ends once.
  await assert.rejects(quota.settle({ tenant, hold, meters: { tokens: 1 } }), HoldEndedError);

  // Work that failed releases all of it. A crash does the same, once the hold expires.
  const other = await quota.hold({ tenant, meters: { tokens: 8_000 } });
  assert(other.outcome === 'granted');
  const released = await quota.release({ tenant, hold: other.hold });
  assert.equal(released.returned.tokens, 8_000);

  const { tokens } = (await quota.usage(tenant)).meters;
  assert.deepEqual([tokens.used, tokens.held, tokens.remaining], [1_500, 0, 8_500]);
  await quota.close();
}
