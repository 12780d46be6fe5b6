import { afterEach, beforeEach, expect, it } from 'vitest';
import { by, type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';

let fixture: QuotaFixture;
beforeEach(async () => {
  fixture = await quotaFixture({ startAt: '2026-11-10T12:00:00Z' });
});
afterEach(() => fixture.close());

const all = { all: true } as const;
const take = (tenant: string, meters: { generations?: number; projects?: number }) =>
  fixture.quota.consume({ tenant, meters });
const corrupt = (tenant: string, used: number, held = 0) => fixture.sql`
  update quota.balance set used = used + ${used}, held = held + ${held} where tenant = ${tenant} and meter = 'generations'`;

it('books that agree have no drift, with holds, returns and an ended period too', async () => {
  await take('a', { generations: 3, projects: 2 });
  await fixture.quota.hold({ tenant: 'a', meters: { generations: 2 } });
  fixture.setNow('2026-12-01T00:00:00Z');
  await take('a', { generations: 1 });
  expect(await fixture.quota.reconcile(all, {}, by)).toEqual({ drifts: [], errors: [] });
});

it('a number that was changed by hand is found, told, and mended only when asked to', async () => {
  await take('a', { generations: 3 });
  await take('b', { generations: 4 });
  await corrupt('a', 2, 1);
  const drift = { tenant: 'a', meter: 'generations', periodStart: null };
  const found = [
    { ...drift, what: 'used', balance: 5, truth: 3, mended: false },
    { ...drift, what: 'held', balance: 1, truth: 0, mended: false },
  ];
  expect((await fixture.quota.reconcile(all, {}, by)).drifts).toEqual(found);
  expect((await fixture.quota.reconcile({ tenant: 'b' }, {}, by)).drifts).toEqual([]);
  const { drifts } = await fixture.quota.reconcile(all, { mend: true }, by);
  expect(drifts).toEqual(found.map((each) => ({ ...each, mended: true })));
  expect((await fixture.quota.reconcile(all, {}, by)).drifts).toEqual([]);
  expect((await fixture.quota.usage('a')).meters.generations).toMatchObject({ used: 3, held: 0 });
  expect(
    await fixture.sql`
    select actor, reason, before ->> 'amount' as before, after ->> 'amount' as after from quota.audit where action = 'mend' order by id`,
  ).toEqual([
    { ...by, before: '5', after: '3' },
    { ...by, before: '1', after: '0' },
  ]);
});

it('a period that ended is compared too; a closed one is told and stays', async () => {
  await take('a', { generations: 3 });
  await take('b', { generations: 3 });
  fixture.setNow('2026-12-01T00:00:00Z');
  await take('a', { generations: 1 });
  await fixture.sql`update quota.period set used = 9`;
  const drift = { meter: 'generations', what: 'used', periodStart: '2026-11-01T00:00:00.000Z', balance: 9, truth: 3 };
  expect((await fixture.quota.reconcile({ tenant: 'a' }, { mend: true }, by)).drifts).toEqual([
    { ...drift, tenant: 'a', mended: true },
  ]);
  expect(await fixture.sql`select used::int from quota.period`).toEqual([{ used: 3 }]);
  await take('b', { generations: 1 });
  await fixture.sql`update quota.period set used = 9`;
  fixture.setNow('2026-12-03T00:00:00Z');
  await fixture.quota.closePeriods();
  expect((await fixture.quota.reconcile({ tenant: 'b' }, { mend: true }, by)).drifts).toEqual([
    { ...drift, tenant: 'b', mended: false },
  ]);
});

it('what is found under traffic is only what is wrong, and mending loses no call', async () => {
  const tenants = ['a', 'b', 'c'];
  for (const tenant of tenants) await fixture.quota.setPlan(tenant, 'starter', by);
  const other = fixture.open();
  for (const tenant of tenants) await other.consume({ tenant, meters: { tokens: 1 } });
  let isRunning = true;
  let granted = tenants.length;
  const traffic = tenants.flatMap((tenant) =>
    [fixture.quota, other].map(async (quota) => {
      while (isRunning) {
        const decision = await quota.consume({ tenant, meters: { tokens: 1 } });
        if (decision.outcome === 'granted') granted += 1;
      }
    }),
  );
  const found = [];
  for (let round = 0; round < 10; round++) {
    await fixture.sql`update quota.balance set used = used + 7 where tenant = 'b' and meter = 'tokens'`;
    found.push(...(await fixture.quota.reconcile(all, { mend: true }, by)).drifts);
  }
  isRunning = false;
  await Promise.all(traffic);
  expect(found.map(({ tenant, balance, truth, mended }) => [tenant, balance - truth, mended])).toEqual(
    Array.from({ length: found.length }, () => ['b', 7, true]),
  );
  expect(found.length).toBe(10);
  const ledger = await fixture.ledger();
  expect(ledger.map((row) => row.used)).toEqual(ledger.map((row) => row.ledger));
  expect(ledger.reduce((sum, { used }) => sum + used, 0)).toBe(granted);
});

it('a level is compared with what the application counts, and counts that fail stop nobody', async () => {
  for (const tenant of ['a', 'b', 'c']) await take(tenant, { projects: 2 });
  const projects = async (tenant: string) => {
    if (tenant === 'b') throw new Error('away');
    return tenant === 'c' ? 3 : 2;
  };
  const { drifts, errors } = await fixture.quota.reconcile(all, { count: { projects }, mend: true }, by);
  expect(drifts).toEqual([
    { tenant: 'c', meter: 'projects', what: 'count', periodStart: null, balance: 2, truth: 3, mended: true },
  ]);
  expect(errors).toMatchObject([{ tenant: 'b', meter: 'projects', error: { message: 'away' } }]);
  expect((await fixture.quota.usage('c')).meters.projects.used).toBe(3);
  const wrong = await fixture.quota.reconcile({ tenant: 'a' }, { count: { projects: async () => 1.5 } }, by);
  expect(wrong.errors).toMatchObject([{ tenant: 'a', error: { field: 'meters.projects' } }]);
});

it('a count that others overtake is asked for again', async () => {
  await take('a', { projects: 1 });
  let asked = 0;
  const projects = async () => {
    if (++asked === 1) await take('a', { projects: 1 });
    return asked === 1 ? 1 : 2;
  };
  expect(await fixture.quota.reconcile({ tenant: 'a' }, { count: { projects } }, by)).toEqual({
    drifts: [],
    errors: [],
  });
  expect(asked).toBe(2);
});

it('neither tenant nor all, or a count of what is no level, is refused', async () => {
  await expect(fixture.quota.reconcile({} as { all: true }, {}, by)).rejects.toMatchObject({ field: 'tenant' });
  const count = { generations: async () => 1 } as object;
  await expect(fixture.quota.reconcile(all, { count }, by)).rejects.toMatchObject({ field: 'meters.generations' });
  await expect(fixture.quota.reconcile(all, {}, { ...by, reason: '' })).rejects.toMatchObject({ field: 'reason' });
});
