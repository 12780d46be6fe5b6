import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';

let fixture: QuotaFixture;
let app: postgres.Sql;
beforeAll(async () => {
  fixture = await quotaFixture();
  app = postgres(fixture.url, { max: 8, onnotice: () => {} });
  await app`create table project (id int generated always as identity, tenant text)`;
});
afterAll(async () => {
  await app.end();
  await fixture.close();
});

let n = 0;
const newTenant = () => `tenant-${++n}`;
const held = async (tenant: string) => (await fixture.quota.usage(tenant)).meters.projects.used;
const rows = async (tenant: string) => (await app`select from project where tenant = ${tenant}`).length;

/** What an application does: the row and its count in one transaction. */
const create = (tenant: string, quota = fixture.quota) =>
  app.begin(async (tx) => {
    const decision = await quota.consume({ tenant, meters: { projects: 1 } }, { tx });
    if (decision.outcome === 'refused') throw new Error(decision.refusal.reason);
    await tx`insert into project (tenant) values (${tenant})`;
    return decision;
  });

it('the row and its count commit together', async () => {
  const tenant = newTenant();
  await create(tenant);
  expect([await held(tenant), await rows(tenant)]).toEqual([1, 1]);
});

it('a rollback takes both along', async () => {
  const tenant = newTenant();
  const failure = app.begin(async (tx) => {
    await fixture.quota.consume({ tenant, meters: { projects: 1 } }, { tx });
    throw new Error('the application failed');
  });
  await expect(failure).rejects.toThrow('the application failed');
  expect([await held(tenant), await rows(tenant)]).toEqual([0, 0]);
});

it('concurrent transactions of two engines stop at the limit exactly', async () => {
  const tenant = newTenant();
  const other = fixture.open();
  const results = await Promise.allSettled(
    Array.from({ length: 12 }, (_, i) => create(tenant, i % 2 ? other : fixture.quota)),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect([await held(tenant), await rows(tenant)]).toEqual([3, 3]);
});

it('a refusal in a rolled back transaction stays on record', async () => {
  const tenant = newTenant();
  for (let i = 0; i < 3; i++) await create(tenant);
  await expect(create(tenant)).rejects.toThrow('exhausted');
  const [record] = await fixture.sql`
    select r.reason, r.count::int from quota.refusal r join quota.balance b on b.id = r.balance_id where b.tenant = ${tenant}`;
  expect(record).toEqual({ reason: 'exhausted', count: 1 });
});

it("works in a Drizzle transaction of the application's", async () => {
  const tenant = newTenant();
  const db = drizzle(postgres(fixture.url, { max: 1, onnotice: () => {} }));
  const decision = await db.transaction((tx) =>
    fixture.quota.consume({ tenant, meters: { projects: 2 }, key: 'k' }, { tx }),
  );
  expect(decision).toMatchObject({ outcome: 'granted', meters: { projects: { used: 2, remaining: 1 } } });
  await db.transaction((tx) => fixture.quota.free({ tenant, meter: 'projects', amount: 1 }, { tx }));
  await db.$client.end();
  expect(await held(tenant)).toBe(1);
});

it('a transaction above READ COMMITTED is refused: it would decide on what it no longer sees', async () => {
  const failure = app.begin('isolation level repeatable read', (tx) =>
    fixture.quota.consume({ tenant: newTenant(), meters: { projects: 1 } }, { tx }),
  );
  await expect(failure).rejects.toThrow(/READ COMMITTED/);
});

it('freeing makes room at once, and never frees more than is held', async () => {
  const tenant = newTenant();
  for (let i = 0; i < 3; i++) await create(tenant);
  expect(await fixture.quota.free({ tenant, meter: 'projects', amount: 2 })).toEqual({ used: 1 });
  await expect(fixture.quota.free({ tenant, meter: 'projects', amount: 2 })).rejects.toMatchObject({
    field: 'meters.projects',
  });
  expect(await held(tenant)).toBe(1);
  await create(tenant);
  expect((await fixture.ledger()).find((row) => row.tenant === tenant)).toMatchObject({ used: 2, ledger: 2 });
});

it('an allowance can not be freed', async () => {
  const failure = fixture.quota.free({ tenant: newTenant(), meter: 'generations' as 'projects', amount: 1 });
  await expect(failure).rejects.toMatchObject({ name: 'InvalidRequestError', field: 'meters.generations' });
});

it('thresholds are armed again only after a fall of a tenth of the line', async () => {
  const tenant = newTenant();
  await fixture.quota.setPlan(tenant, 'starter', { actor: 'tester', reason: 'room for 20' });
  const levels = async () => (await fixture.notices(tenant)).map(({ level, amount }) => `${level} ${amount}`);
  await fixture.quota.consume({ tenant, meters: { projects: 16 } });
  await fixture.quota.free({ tenant, meter: 'projects', amount: 1 });
  await fixture.quota.consume({ tenant, meters: { projects: 1 } });
  expect(await levels()).toEqual(['warning 16']);
  await fixture.quota.free({ tenant, meter: 'projects', amount: 2 });
  await fixture.quota.consume({ tenant, meters: { projects: 2 } });
  expect(await levels()).toEqual(['warning 16', 'warning 16']);
});
