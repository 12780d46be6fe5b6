import { afterAll, beforeAll, expect, it } from 'vitest';
import { by, type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';
import { InvalidRequestError } from './quota-error.ts';

let fixture: QuotaFixture;
beforeAll(async () => {
  fixture = await quotaFixture();
});
afterAll(() => fixture.close());

let n = 0;
const newTenant = () => `tenant-${++n}`;
const rowOf = async (tenant: string, meter: string) =>
  (await fixture.ledger()).find((row) => row.tenant === tenant && row.meter === meter);

it('grants up to the limit and not one more, however many ask at once', async () => {
  const tenant = newTenant();
  const decisions = await Promise.all(
    Array.from({ length: 60 }, () => fixture.quota.consume({ tenant, meters: { generations: 1 } })),
  );
  expect(decisions.filter(({ outcome }) => outcome === 'granted')).toHaveLength(10);
  expect(await rowOf(tenant, 'generations')).toMatchObject({ used: 10, ledger: 10, entries: 10 });
});

it('shares one limit between two engines exactly', async () => {
  const tenant = newTenant();
  const other = fixture.open();
  const decisions = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      (i % 2 ? other : fixture.quota).consume({ tenant, meters: { generations: 1 } }),
    ),
  );
  expect(decisions.filter(({ outcome }) => outcome === 'granted')).toHaveLength(10);
  expect(await rowOf(tenant, 'generations')).toMatchObject({ used: 10, ledger: 10, entries: 10 });
});

it('a refused request takes no room from later ones', async () => {
  const tenant = newTenant();
  const asked = [4, 9, 4, 3, 2, 1];
  const decisions = await Promise.all(
    asked.map((amount) => fixture.quota.consume({ tenant, meters: { generations: amount } })),
  );
  expect(decisions.map(({ outcome }) => outcome)).toEqual([
    'granted',
    'refused',
    'granted',
    'refused',
    'granted',
    'refused',
  ]);
  expect(await rowOf(tenant, 'generations')).toMatchObject({ used: 10, ledger: 10 });
});

it('grants several meters all or none', async () => {
  const tenant = newTenant();
  const granted = await fixture.quota.consume({ tenant, meters: { generations: 2, tokens: 900 } });
  expect(granted).toMatchObject({
    outcome: 'granted',
    meters: { generations: { used: 2, remaining: 8 }, tokens: { used: 900, remaining: 100 } },
  });
  const refused = await fixture.quota.consume({ tenant, meters: { generations: 9, tokens: 200 } });
  expect(refused).toMatchObject({
    outcome: 'refused',
    refusal: {
      reason: 'exhausted',
      meter: 'generations',
      breaches: [
        { meter: 'generations', remaining: 8 },
        { meter: 'tokens', remaining: 100 },
      ],
    },
  });
  expect(await rowOf(tenant, 'generations')).toMatchObject({ used: 2, ledger: 2 });
  expect(await rowOf(tenant, 'tokens')).toMatchObject({ used: 900, ledger: 900 });
});

it('a refusal tells its numbers and the ways forward, and is on record', async () => {
  const tenant = newTenant();
  await fixture.quota.consume({ tenant, meters: { generations: 8 } });
  const decision = await fixture.quota.consume({ tenant, meters: { generations: 3 }, actor: 'ada' });
  expect(decision).toMatchObject({
    outcome: 'refused',
    refusal: {
      reason: 'exhausted',
      meter: 'generations',
      asked: 3,
      limit: { type: 'capped', amount: 10 },
      line: 10,
      ceiling: 10,
      used: 8,
      held: 0,
      remaining: 2,
      plan: 'free',
      remedies: [
        { type: 'reduce', amount: 2 },
        { type: 'upgrade', plan: 'starter', line: 100, more: 90 },
        { type: 'wait' },
      ],
    },
  });
  const [record] = await fixture.sql`
    select r.reason, r.actor, r.count::int, r.asked::int, r.last_limit::int, r.last_used::int
    from quota.refusal r join quota.balance b on b.id = r.balance_id where b.tenant = ${tenant}`;
  expect(record).toEqual({ reason: 'exhausted', actor: 'ada', count: 1, asked: 3, last_limit: 10, last_used: 8 });
  expect(await rowOf(tenant, 'generations')).toMatchObject({ used: 8, ledger: 8, entries: 1 });
});

it('a meter that is not in the plan is refused with the plan that has it', async () => {
  const decision = await fixture.quota.consume({ tenant: newTenant(), meters: { runs: 1 } });
  expect(decision).toMatchObject({
    outcome: 'refused',
    refusal: {
      reason: 'not_in_plan',
      meter: 'runs',
      plan: 'free',
      remedies: [{ type: 'upgrade', plan: 'starter', line: 5 }],
    },
  });
});

it('counts an unlimited meter and never refuses it', async () => {
  const tenant = newTenant();
  await fixture.quota.setPlan(tenant, 'starter', by);
  const decision = await fixture.quota.consume({ tenant, meters: { tokens: 1_000_000_000_000 } });
  expect(decision).toMatchObject({
    outcome: 'granted',
    meters: { tokens: { used: 1_000_000_000_000, remaining: null, line: null } },
  });
});

it('each crossing makes one notice, named by the highest threshold that stands on its amount', async () => {
  const tenant = newTenant();
  for (let i = 0; i < 12; i++) await fixture.quota.consume({ tenant, meters: { generations: 1 } });
  expect(await fixture.notices(tenant)).toEqual([
    { level: 'warning', amount: 8, used: 8, meter: 'generations' },
    { level: 'reached', amount: 10, used: 10, meter: 'generations' },
  ]);
});

it('crossings under concurrency are told once', async () => {
  const tenant = newTenant();
  await fixture.quota.setPlan(tenant, 'starter', by);
  await Promise.all(Array.from({ length: 150 }, () => fixture.quota.consume({ tenant, meters: { generations: 1 } })));
  expect((await fixture.notices(tenant)).map(({ level, amount }) => `${level} ${amount}`)).toEqual([
    'warning 80',
    'critical 95',
    'reached 100',
  ]);
});

it.each([
  ['an unknown meter', { meters: { nothing: 1 } }, 'meters.nothing'],
  ['no meter', { meters: {} }, 'meters'],
  ['zero', { meters: { generations: 0 } }, 'meters.generations'],
  ['a negative amount', { meters: { generations: -1 } }, 'meters.generations'],
  ['a fraction', { meters: { generations: 1.5 } }, 'meters.generations'],
  ['an unsafe amount', { meters: { generations: 2 ** 53 } }, 'meters.generations'],
  ['not a number', { meters: { generations: Number.NaN } }, 'meters.generations'],
  ['an empty tenant', { tenant: '', meters: { generations: 1 } }, 'tenant'],
  ['an empty key', { key: '', meters: { generations: 1 } }, 'key'],
  ['an over-long key', { key: 'k'.repeat(201), meters: { generations: 1 } }, 'key'],
  ['a key with a zero byte', { key: 'a\u0000b', meters: { generations: 1 } }, 'key'],
])('%s gets an error that names the field and the remedy, and changes nothing', async (_, request, field) => {
  const tenant = newTenant();
  const failure = await fixture.quota.consume({ tenant, ...request } as never).catch((cause: unknown) => cause);
  expect(failure).toBeInstanceOf(InvalidRequestError);
  expect(failure).toMatchObject({ field, remedy: expect.stringMatching(/\w/) });
  expect((await fixture.ledger()).filter((row) => row.tenant === tenant)).toEqual([]);
});

it('one caller that waits for a lock does not make callers of other tenants wait', async () => {
  const [blocked, free] = [newTenant(), newTenant()];
  for (const tenant of [blocked, free]) await fixture.quota.consume({ tenant, meters: { generations: 1 } });
  const [locked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holder = fixture.sql.begin(async (tx) => {
    await tx`select 1 from quota.balance where tenant = ${blocked} for update`;
    locked.resolve();
    await held.promise;
  });
  await locked.promise;
  const waiting = fixture.quota.consume({ tenant: blocked, meters: { generations: 1 } });
  let isThrough = false;
  void waiting.then(() => {
    isThrough = true;
  });
  for (let i = 0; i < 5; i++) {
    expect(await fixture.quota.consume({ tenant: free, meters: { generations: 1 } })).toMatchObject({
      outcome: 'granted',
    });
  }
  expect(isThrough).toBe(false);
  held.resolve();
  await holder;
  expect(await waiting).toMatchObject({ outcome: 'granted', meters: { generations: { used: 2 } } });
});
