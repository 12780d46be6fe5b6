// A level counts what is held now: seats, projects, stored bytes. There is no period: room comes back when some is freed.
import assert from 'node:assert/strict';
import { capped, defineCatalog, level, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { seats: level({ unit: 'seat' }) },
  plans: {
    free: { name: 'Free', price: usd(0), limits: { seats: capped(2) } },
    team: { name: 'Team', price: usd(49), limits: { seats: capped(20) } },
  },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';
  const by = { actor: 'ada', reason: 'plan changed in the settings' };
  await quota.setPlan(tenant, 'team', by);
  await quota.consume({ tenant, meters: { seats: 5 } });

  // After a downgrade nothing is taken away; new seats are refused, and the refusal says how many to give back.
  await quota.setPlan(tenant, 'free', by);
  assert.equal((await quota.usage(tenant)).meters.seats.status, 'over');
  const refused = await quota.consume({ tenant, meters: { seats: 1 } });
  assert(refused.outcome === 'refused' && refused.refusal.reason === 'exhausted');
  assert.equal(refused.refusal.retryAfterMs, null); // time alone makes no room
  const toFree = refused.refusal.remedies.find(({ type }) => type === 'free');
  assert.deepEqual(toFree, { type: 'free', amount: 4 });

  await quota.free({ tenant, meter: 'seats', amount: 4 });
  assert.equal((await quota.consume({ tenant, meters: { seats: 1 } })).outcome, 'granted');
  await quota.close();
}
