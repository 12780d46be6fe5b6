// `consume` decides a request and charges it, in one go: granted, replayed or refused.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: {
    generations: allowance({ unit: 'generation', per: 'month' }),
    tokens: allowance({ unit: 'token', per: 'month' }),
  },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { generations: capped(10), tokens: capped(1_000) } },
    pro: { name: 'Pro', price: usd(19), limits: { generations: capped(100), tokens: capped(50_000) } },
  },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  // Several meters are granted all or none. Actor and feature say who it was for, and what.
  const first = await quota.consume({
    tenant,
    actor: 'ada',
    feature: 'chat',
    meters: { generations: 1, tokens: 400 },
    key: 'request-1',
  });
  assert(first.outcome === 'granted');
  assert.equal(first.meters.tokens?.remaining, 600);

  // The same key is charged once: a retry gets the same charge.
  const retry = await quota.consume({
    tenant,
    actor: 'ada',
    feature: 'chat',
    meters: { generations: 1, tokens: 400 },
    key: 'request-1',
  });
  assert(retry.outcome === 'replayed');
  assert.equal(retry.charge, first.charge);

  // A refusal is a value. It changed nothing, and says why and what to do.
  const refused = await quota.consume({ tenant, meters: { generations: 1, tokens: 5_000 } });
  assert(refused.outcome === 'refused' && refused.refusal.reason === 'exhausted');
  assert.equal(refused.refusal.meter, 'tokens');
  assert.deepEqual(
    refused.refusal.remedies.map(({ type }) => type),
    ['reduce', 'upgrade'],
  );

  // `partial` takes what is left where it is less.
  const part = await quota.consume({ tenant, meters: { tokens: 5_000 }, partial: true });
  assert(part.outcome === 'granted');
  assert.equal(part.meters.tokens?.taken, 600);

  // Several requests in one go, each decided for itself, in order.
  const decisions = await quota.consume([
    { tenant, meters: { generations: 9 } },
    { tenant, meters: { generations: 1 } },
  ]);
  assert.deepEqual(
    decisions.map(({ outcome }) => outcome),
    ['granted', 'refused'],
  );
  await quota.close();
}
