// A rate is calls per time, some of them at once: of a tenant as a whole, or of each of its actors, such as API keys.
import assert from 'node:assert/strict';
import { capped, defineCatalog, rate, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: {
    requests: rate({ unit: 'request', per: 'minute' }),
    keyRequests: rate({ unit: 'request', per: 'second', by: 'actor' }),
  },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { requests: capped(60, { burst: 20 }), keyRequests: capped(5) } },
  },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  let now = '2026-11-10T12:00:00Z';
  const quota = createQuota({ catalog, connection, clock: () => new Date(now) });
  const tenant = 'org_1';

  // Twenty at once, then one each second: sixty a minute.
  assert.equal((await quota.consume({ tenant, meters: { requests: 20 } })).outcome, 'granted');
  const refused = await quota.consume({ tenant, meters: { requests: 1 } });
  assert(refused.outcome === 'refused' && refused.refusal.reason === 'too_fast');
  assert.equal(refused.refusal.retryAfterMs, 1_000); // the Retry-After of an HTTP answer
  now = '2026-11-10T12:00:01Z';
  assert.equal((await quota.consume({ tenant, meters: { requests: 1 } })).outcome, 'granted');

  // One key that runs wild slows no other down.
  const call = (actor: string) => quota.consume({ tenant, actor, meters: { keyRequests: 5 } });
  assert.equal((await call('key-a')).outcome, 'granted');
  assert.equal((await call('key-a')).outcome, 'refused');
  assert.equal((await call('key-b')).outcome, 'granted');
  await quota.close();
}
