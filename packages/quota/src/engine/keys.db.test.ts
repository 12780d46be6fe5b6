import { afterAll, beforeAll, expect, it } from 'vitest';
import { by, type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';
import { KeyReusedError } from './quota-error.ts';
import type { Charge } from './verbs.ts';

let fixture: QuotaFixture;
beforeAll(async () => {
  fixture = await quotaFixture();
});
afterAll(() => fixture.close());

let n = 0;
const newTenant = () => `tenant-${++n}`;
const used = async (tenant: string) => (await fixture.quota.usage(tenant)).meters.generations.used;

it('the same key sent twenty times at once by two engines is charged once', async () => {
  const tenant = newTenant();
  const other = fixture.open();
  const decisions = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      (i % 2 ? other : fixture.quota).consume({ tenant, meters: { generations: 1 }, key: 'one' }),
    ),
  );
  const granted = decisions.filter(({ outcome }) => outcome === 'granted');
  expect(granted).toHaveLength(1);
  expect(decisions.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(19);
  expect(new Set(decisions.map((decision) => (decision as unknown as Charge).charge)).size).toBe(1);
  expect(await used(tenant)).toBe(1);
});

it('a charged, refunded and retried key is charged afresh, once', async () => {
  const tenant = newTenant();
  const request = { tenant, meters: { generations: 2 }, key: 'again' };
  const first = await fixture.quota.consume(request);
  await fixture.quota.refund({ tenant, charge: (first as unknown as Charge).charge });
  expect(await used(tenant)).toBe(0);
  expect(await fixture.quota.consume(request)).toMatchObject({ outcome: 'granted' });
  expect(await fixture.quota.consume(request)).toMatchObject({ outcome: 'replayed' });
  expect(await used(tenant)).toBe(2);
});

it('a key refused before an upgrade is granted after it: a refusal is never remembered', async () => {
  const tenant = newTenant();
  await fixture.quota.consume({ tenant, meters: { generations: 10 } });
  const request = { tenant, meters: { generations: 1 }, key: 'later' };
  expect(await fixture.quota.consume(request)).toMatchObject({ outcome: 'refused' });
  await fixture.quota.setPlan(tenant, 'starter', by);
  expect(await fixture.quota.consume(request)).toMatchObject({
    outcome: 'granted',
    meters: { generations: { used: 11, remaining: 89 } },
  });
});

it('a key that stands for another request is an error and changes nothing', async () => {
  const tenant = newTenant();
  const first = (await fixture.quota.consume({ tenant, meters: { generations: 1 }, key: 'k' })) as unknown as Charge;
  for (const meters of [{ generations: 2 }, { tokens: 1 }, { generations: 1, tokens: 1 }]) {
    const failure = await fixture.quota.consume({ tenant, meters, key: 'k' }).catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(KeyReusedError);
    expect(failure).toMatchObject({ field: 'key', charge: first.charge });
  }
  expect(await used(tenant)).toBe(1);
});

it('one key on different meters at once meets itself: one is charged, the other is told', async () => {
  const tenant = newTenant();
  const other = fixture.open();
  for (const quota of [fixture.quota, other]) await quota.consume({ tenant, meters: { tokens: 1, projects: 1 } });
  const ask = () => [
    fixture.quota.consume({ tenant, meters: { tokens: 1 }, key: 'both' }),
    other.consume({ tenant, meters: { projects: 1 }, key: 'both' }),
  ];
  // Nobody books while the ledger is locked for reading: whoever gets that far has looked the key up and found it free.
  const [asked] = await fixture.sql.begin(async (tx) => {
    await tx`lock table quota.entry in share mode`;
    const asked = Promise.allSettled(ask());
    await expect
      .poll(
        () =>
          tx`select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`,
        { interval: 5 },
      )
      .toHaveLength(2);
    // In a list: what is asked ends after the lock.
    return [asked] as const;
  });
  const ended = await asked;
  const charged = ended.filter((result) => result.status === 'fulfilled');
  const told = ended.filter((result) => result.status === 'rejected');
  expect(charged).toMatchObject([{ value: { outcome: 'granted' } }]);
  expect(told).toMatchObject([{ reason: expect.any(KeyReusedError) }]);
});

it('a key belongs to its tenant and its scope', async () => {
  const [a, b] = [newTenant(), newTenant()];
  const meters = { generations: 1 };
  for (const request of [{ tenant: a }, { tenant: b }, { tenant: a, scope: 'x' }, { tenant: a, scope: 'y' }]) {
    expect(await fixture.quota.consume({ ...request, meters, key: 'shared' })).toMatchObject({ outcome: 'granted' });
  }
});

it('a charge is returned once, however often it is asked', async () => {
  const tenant = newTenant();
  const { charge } = (await fixture.quota.consume({
    tenant,
    meters: { generations: 3, tokens: 5 },
  })) as unknown as Charge;
  const refunds = await Promise.all(Array.from({ length: 8 }, () => fixture.quota.refund({ tenant, charge })));
  expect(refunds.filter(({ meters }) => meters.generations === 3 && meters.tokens === 5)).toHaveLength(1);
  expect(refunds.filter(({ meters }) => Object.keys(meters).length === 0)).toHaveLength(7);
  expect(await used(tenant)).toBe(0);
});

it("another tenant's charge can't be returned", async () => {
  const [owner, thief] = [newTenant(), newTenant()];
  const { charge } = (await fixture.quota.consume({ tenant: owner, meters: { generations: 3 } })) as unknown as Charge;
  await expect(fixture.quota.refund({ tenant: thief, charge })).rejects.toMatchObject({ field: 'charge' });
  await expect(fixture.quota.refund({ tenant: owner, charge: 'nonsense' })).rejects.toMatchObject({ field: 'charge' });
  expect(await used(owner)).toBe(3);
});
