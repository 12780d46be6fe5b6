import postgres from 'postgres';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createQuota } from '../server.ts';
import { type OwnServer, ownServer } from '../testing/own-server.ts';
import { by, testCatalog } from '../testing/quota-fixture.ts';

let own: OwnServer;
beforeEach(async () => {
  own = await ownServer({ full_page_writes: 'off' });
});
afterEach(() => own.close());

/** Callers that spend without a pause until told to stop. */
function spend(callers: number, tenants: string[], until: AbortSignal) {
  const granted: string[] = [];
  const reasons: Record<string, number> = {};
  const call = async (caller: number) => {
    for (let turn = 0; !until.aborted; turn++) {
      const tenant = tenants[(caller + turn) % tenants.length] as string;
      const decision = await own.quota.consume({ tenant, meters: { tokens: 1 } });
      if (decision.outcome === 'granted') granted.push(decision.charge);
      else if (decision.outcome === 'refused')
        reasons[decision.refusal.reason] = (reasons[decision.refusal.reason] ?? 0) + 1;
    }
  };
  return { granted, reasons, ended: Promise.all(Array.from({ length: callers }, (_, caller) => call(caller))) };
}

it.each(['in good order', 'as by a power cut'])(
  'a database that ends %s under load and comes back loses, doubles and invents no decision',
  {
    timeout: 60_000,
  },
  async (how) => {
    const tenants = Array.from({ length: 5 }, (_, i) => `${how} ${i}`);
    const [first] = tenants as [string];
    for (const tenant of tenants) await own.quota.setPlan(tenant, 'starter', by);
    let told = 0;
    await own.quota.onChange(first, () => {
      told += 1;
    });
    const stop = new AbortController();
    const spending = spend(32, tenants, stop.signal);
    await vi.waitFor(() => expect(spending.granted.length).toBeGreaterThan(500), { timeout: 10_000 });
    if (how === 'in good order') await own.server.stop();
    else own.server.kill();
    await own.start();
    const before = spending.granted.length;
    await vi.waitFor(() => expect(spending.granted.length).toBeGreaterThan(before + 500), { timeout: 20_000 });
    stop.abort();
    await spending.ended;

    const sql = postgres(own.server.url, { max: 1, onnotice: () => {} });
    const booked = await sql<{ charge: string }[]>`
      select e.charge from quota.entry e join quota.balance b on b.id = e.balance_id where b.tenant = any (${tenants}) and e.kind = 'consume'`;
    expect(booked.map(({ charge }) => charge).sort()).toEqual([...spending.granted].sort());
    const apart = await sql`
    select b.id from quota.balance b left join quota.entry e on e.balance_id = b.id group by b.id having b.used <> coalesce(sum(e.amount), 0)`;
    expect(apart).toHaveLength(0);
    await sql.end();
    expect(spending.reasons).toEqual({});
    const toldBefore = told;
    await own.quota.consume({ tenant: first, meters: { tokens: 1 } });
    await vi.waitFor(() => expect(told).toBeGreaterThan(toldBefore), { timeout: 10_000 });
  },
);

it('while the database is away callers are told so in time, whether their balance is known or not, and decided after it', {
  timeout: 90_000,
}, async () => {
  await own.quota.consume({ tenant: 'known', meters: { tokens: 1 } });
  await own.server.stop();
  const fresh = createQuota({ catalog: testCatalog, connection: own.server.url });
  const decisions = await Promise.all([
    own.quota.consume({ tenant: 'known', meters: { tokens: 1 } }),
    own.quota.consume({ tenant: 'new', meters: { tokens: 1 } }),
    fresh.consume({ tenant: 'known', meters: { tokens: 1 } }),
  ]);
  for (const decision of decisions) {
    expect(decision).toMatchObject({ outcome: 'refused', refusal: { reason: 'unavailable', retryAfterMs: 5_000 } });
  }
  let told = 0;
  const listening = own.quota.onChange('known', () => {
    told += 1;
  });
  await own.start();
  await listening;
  // Within the time after which callers were told to come back.
  await vi.waitFor(
    async () => {
      const decision = await fresh.consume({ tenant: 'known', meters: { tokens: 1 } });
      expect(decision).toMatchObject({ outcome: 'granted', meters: { tokens: { used: 2 } } });
    },
    { timeout: 5_000 },
  );
  await vi.waitFor(() => expect(told).toBeGreaterThan(0), { timeout: 10_000 });
  await fresh.close();
});
