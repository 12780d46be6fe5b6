import { afterEach, beforeEach, expect, it } from 'vitest';
import { allowance, type Catalog, capped, defineCatalog, level, type Meter, usd } from '../index.ts';
import { quotaFixture } from '../testing/quota-fixture.ts';

/** One declaration after another, on the balances that the first one left. */
const declare = (meters: Record<string, Meter>, retired: string[] = []): Catalog =>
  defineCatalog({
    meters,
    plans: {
      free: {
        name: 'Free',
        price: usd(0),
        limits: Object.fromEntries(Object.keys(meters).map((meter) => [meter, capped(10)])),
      },
    },
    defaultPlan: 'free',
    retired,
  });
const calls = allowance({ unit: 'call', per: 'month' });
const seats = level({ unit: 'seat' });
const first = declare({ calls, seats });

let fixture: Awaited<ReturnType<typeof quotaFixture<Catalog>>>;
beforeEach(async () => {
  fixture = await quotaFixture({ catalog: first });
  await fixture.quota.consume({ tenant: 'org', meters: { calls: 4 } });
});
afterEach(() => fixture.close());

it('a declaration that forgets a meter with a balance is refused, and told the ways out', async () => {
  await expect(fixture.open(declare({ seats })).ready()).rejects.toMatchObject({
    name: 'CatalogError',
    field: 'meters.calls',
    message: expect.stringMatching(/renamedFrom.*retired/),
  });
  // Nobody has a seat: that meter may go.
  await fixture.open(declare({ calls })).ready();
});

it('one that makes another kind of it is refused', async () => {
  await expect(fixture.open(declare({ calls: level({ unit: 'call' }), seats })).ready()).rejects.toMatchObject({
    field: 'meters.calls.kind',
  });
});

it('a retired meter goes, and what ran before may run again', async () => {
  const later = fixture.open(declare({ seats }, ['calls']));
  await later.ready();
  await later.consume({ tenant: 'org', meters: { seats: 1 } });
  const back = fixture.open(first);
  await back.ready();
  expect((await back.usage('org')).meters.calls?.used).toBe(4);
});

it('a renamed meter goes on with its usage, beside processes that still know its old name', async () => {
  const later = fixture.open(declare({ requests: { ...calls, renamedFrom: 'calls' }, seats }));
  expect((await later.usage('org')).meters.requests).toMatchObject({ used: 4, remaining: 6 });
  const both = await Promise.all([
    ...Array.from({ length: 5 }, () => later.consume({ tenant: 'org', meters: { requests: 1 } })),
    ...Array.from({ length: 5 }, () => fixture.quota.consume({ tenant: 'org', meters: { calls: 1 } })),
  ]);
  expect(both.filter(({ outcome }) => outcome === 'granted')).toHaveLength(6);
  const refused = await later.consume({ tenant: 'org', meters: { requests: 1 } });
  expect(refused).toMatchObject({ outcome: 'refused', refusal: { meter: 'requests', used: 10 } });
  const charge = both.find(({ outcome }) => outcome === 'granted');
  if (charge?.outcome !== 'granted') throw new Error('refused');
  expect(await later.refund({ tenant: 'org', charge: charge.charge })).toEqual({ meters: { requests: 1 } });
});
