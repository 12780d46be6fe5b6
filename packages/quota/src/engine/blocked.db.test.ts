import { afterEach, beforeEach, expect, it } from 'vitest';
import { by, type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';
import type { Charge } from './verbs.ts';

/** Somebody holds a balance: an application's open transaction, a slow statement. Nobody else may suffer. */
let fixture: QuotaFixture;
beforeEach(async () => {
  fixture = await quotaFixture({ startAt: '2026-11-10T12:00:00Z' });
});
afterEach(() => fixture.close());

/** Locks a tenant's balance of a meter, or all of them, until told to let go. */
async function hold(tenant: string, meter = '%') {
  const [isHeld, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = fixture.sql.begin(async (tx) => {
    await tx`select 1 from quota.balance where tenant = ${tenant} and meter like ${meter} for update`;
    isHeld.resolve();
    await letGo.promise;
  });
  await isHeld.promise;
  return async () => {
    letGo.resolve();
    await ended;
  };
}

it('a request over a free and a held balance does not keep those over the free one waiting', async () => {
  const tenant = 'a';
  await fixture.quota.consume({ tenant, meters: { generations: 1, tokens: 1 } });
  const letGo = await hold(tenant, 'tokens');
  const both = fixture.quota.consume({ tenant, meters: { generations: 1, tokens: 1 } });
  for (let turn = 0; turn < 3; turn++) {
    expect(await fixture.quota.consume({ tenant, meters: { generations: 1 } })).toMatchObject({ outcome: 'granted' });
  }
  await letGo();
  expect(await both).toMatchObject({ outcome: 'granted', meters: { generations: { used: 5 }, tokens: { used: 2 } } });
});

it('a held balance that must be opened keeps no other one from being opened', async () => {
  const tenants = ['a', 'b', 'c', 'd'];
  for (const tenant of tenants) await fixture.quota.consume({ tenant, meters: { generations: 1 } });
  fixture.setNow('2026-12-01T00:00:00Z');
  const letGo = await hold('b');
  // One that knows none of the balances opens them all at once.
  const quota = fixture.open();
  const decisions = await Promise.all(tenants.map((tenant) => quota.consume({ tenant, meters: { generations: 1 } })));
  await letGo();
  expect(decisions.map(({ outcome }) => outcome)).toEqual(['granted', 'refused', 'granted', 'granted']);
  expect(decisions[1]).toMatchObject({ refusal: { reason: 'unavailable' } });
});

it('a charge is returned and a plan is changed though the balance is held for a while', async () => {
  const tenant = 'a';
  const { charge } = (await fixture.quota.consume({ tenant, meters: { generations: 3 } })) as unknown as Charge;
  const letGo = await hold(tenant);
  const returned = fixture.quota.refund({ tenant, charge });
  const changed = fixture.quota.setPlan(tenant, 'starter', by);
  // Longer than one try waits for the lock.
  await fixture.sql`select pg_sleep(1.2)`;
  await letGo();
  expect(await returned).toEqual({ meters: { generations: 3 } });
  await changed;
  expect((await fixture.quota.usage(tenant)).meters.generations).toMatchObject({ used: 0, line: 100 });
});

it('a cancelled statement is sent again, and nothing is booked twice', async () => {
  const tenant = 'a';
  await fixture.quota.consume({ tenant, meters: { generations: 1 } });
  const letGo = await hold(tenant);
  const waiting = fixture.quota.consume({ tenant, meters: { generations: 1 } });
  for (let cancelled = 0; cancelled === 0; ) {
    const rows = await fixture.sql`
      select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'plimsoll' and wait_event_type = 'Lock'`;
    cancelled = rows.length;
  }
  await letGo();
  expect(await waiting).toMatchObject({ outcome: 'granted', meters: { generations: { used: 2 } } });
});
