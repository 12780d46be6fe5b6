import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@plimsoll/local';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createQuota, migrateQuota, type Quota } from '../server.ts';
import { by, type TestCatalog, testCatalog } from '../testing/quota-fixture.ts';

/** A server of its own, for it is stopped, killed and started again on its port. */
let folder: string;
let server: RunningPostgres;
let quota: Quota<TestCatalog>;
const start = (port?: number) =>
  startPostgres({
    dataDir: join(folder, 'data'),
    ...(port === undefined ? {} : { port }),
    settings: { full_page_writes: 'off' },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-outage-'));
  chmodSync(folder, 0o711); // As root the server is another user, who must get through to its data.
  server = await start();
  await migrateQuota(server.url);
  quota = createQuota({ catalog: testCatalog, connection: server.url });
});
afterEach(async () => {
  await quota.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Callers that spend without a pause until told to stop. */
function spend(callers: number, until: AbortSignal) {
  const granted: string[] = [];
  const reasons: Record<string, number> = {};
  const call = async (caller: number) => {
    for (let turn = 0; !until.aborted; turn++) {
      const decision = await quota.consume({ tenant: `t-${(caller + turn) % 5}`, meters: { tokens: 1 } });
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
    for (let i = 0; i < 5; i++) await quota.setPlan(`t-${i}`, 'starter', by);
    let told = 0;
    await quota.onChange('t-0', () => {
      told += 1;
    });
    const stop = new AbortController();
    const spending = spend(32, stop.signal);
    await vi.waitFor(() => expect(spending.granted.length).toBeGreaterThan(500), { timeout: 10_000 });
    const { port } = server;
    if (how === 'in good order') await server.stop();
    else server.kill();
    server = await start(port);
    const before = spending.granted.length;
    await vi.waitFor(() => expect(spending.granted.length).toBeGreaterThan(before + 500), { timeout: 20_000 });
    stop.abort();
    await spending.ended;

    const sql = postgres(server.url, { max: 1, onnotice: () => {} });
    const booked = await sql<{ charge: string }[]>`select charge from quota.entry where kind = 'consume'`;
    expect(booked.map(({ charge }) => charge).sort()).toEqual([...spending.granted].sort());
    const apart = await sql`
    select b.id from quota.balance b left join quota.entry e on e.balance_id = b.id group by b.id having b.used <> coalesce(sum(e.amount), 0)`;
    expect(apart).toHaveLength(0);
    await sql.end();
    expect(spending.reasons).toEqual({});
    const toldBefore = told;
    await quota.consume({ tenant: 't-0', meters: { tokens: 1 } });
    await vi.waitFor(() => expect(told).toBeGreaterThan(toldBefore), { timeout: 10_000 });
  },
);

it('while the database is away callers are told so in time, whether their balance is known or not, and decided after it', {
  timeout: 90_000,
}, async () => {
  await quota.consume({ tenant: 'known', meters: { tokens: 1 } });
  const { port } = server;
  await server.stop();
  const fresh = createQuota({ catalog: testCatalog, connection: server.url });
  const decisions = await Promise.all([
    quota.consume({ tenant: 'known', meters: { tokens: 1 } }),
    quota.consume({ tenant: 'new', meters: { tokens: 1 } }),
    fresh.consume({ tenant: 'known', meters: { tokens: 1 } }),
  ]);
  for (const decision of decisions) {
    expect(decision).toMatchObject({ outcome: 'refused', refusal: { reason: 'unavailable', retryAfterMs: 5_000 } });
  }
  let told = 0;
  const listening = quota.onChange('known', () => {
    told += 1;
  });
  server = await start(port);
  await listening;
  expect(await fresh.consume({ tenant: 'known', meters: { tokens: 1 } })).toMatchObject({
    meters: { tokens: { used: 2 } },
  });
  await vi.waitFor(() => expect(told).toBeGreaterThan(0), { timeout: 10_000 });
  await fresh.close();
});
