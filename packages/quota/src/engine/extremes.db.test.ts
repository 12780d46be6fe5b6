import { afterAll, beforeAll, expect, it } from 'vitest';
import { by, type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';

const most = Number.MAX_SAFE_INTEGER;

let fixture: QuotaFixture;
beforeAll(async () => {
  fixture = await quotaFixture();
});
afterAll(() => fixture.close());

const stand = async (tenant: string) =>
  (await fixture.ledger())
    .filter((row) => row.tenant === tenant)
    .map(({ meter, used, ledger }) => ({ meter, used, ledger }));

it.each([1, 3])(
  'an unlimited meter counts exactly up to the largest safe integer and refuses what goes beyond, %i at once',
  async (size) => {
    const tenant = `unlimited-${size}`;
    await fixture.quota.setPlan(tenant, 'starter', by);
    expect(await fixture.quota.consume({ tenant, meters: { tokens: most - 1 } })).toMatchObject({ outcome: 'granted' });
    expect(await fixture.quota.consume({ tenant, meters: { tokens: 1 } })).toMatchObject({
      meters: { tokens: { used: most, remaining: null } },
    });
    const beyond = await Promise.all(
      Array.from({ length: size }, () => fixture.quota.consume({ tenant, meters: { tokens: 1 } })),
    );
    for (const decision of beyond) {
      expect(decision).toMatchObject({
        outcome: 'refused',
        refusal: { reason: 'exhausted', used: most, ceiling: most, remaining: 0 },
      });
    }
    expect(await stand(tenant)).toEqual([{ meter: 'tokens', used: most, ledger: most }]);
  },
);

it('whoever asks for far too much, again and again, is refused each time', async () => {
  const tenant = 'greedy';
  await fixture.quota.consume({ tenant, meters: { generations: 1 } });
  for (let round = 0; round < 3; round++) {
    const decisions = await Promise.all(
      Array.from({ length: 500 }, () => fixture.quota.consume({ tenant, meters: { generations: most }, actor: 'x' })),
    );
    expect(
      decisions.filter((decision) => decision.outcome !== 'refused' || decision.refusal.reason !== 'exhausted'),
    ).toEqual([]);
  }
});

it('tenants of odd characters are each one tenant', async () => {
  const tenants = [
    '"',
    '\\',
    "'; --",
    '{}',
    'NULL',
    ',',
    ' ',
    '\n',
    '\u202e',
    '🚢',
    'é',
    'e\u0301',
    '%',
    'a'.repeat(200),
    '\u0001'.repeat(200),
  ];
  for (const tenant of tenants) await fixture.quota.setPlan(tenant, 'starter', by);
  await Promise.all(
    tenants.map((tenant, i) =>
      fixture.quota.consume({
        tenant,
        meters: { generations: i + 1, tokens: 1 },
        key: 'k',
        actor: tenant,
        feature: tenant,
      }),
    ),
  );
  const used = await Promise.all(
    tenants.map(async (tenant) => (await fixture.quota.ownUsage(tenant, tenant)).meters.generations.used),
  );
  expect(used).toEqual(tenants.map((_, i) => i + 1));
});

it.each(['tenant', 'actor', 'feature', 'key', 'scope'])(
  'half a character in %s is refused by name, and nobody else is',
  async (field) => {
    const half = '\ud800';
    const quota = fixture.open();
    const good = quota.consume({ tenant: `good-${field}`, meters: { generations: 1 } });
    const bad = quota.consume({ tenant: 'x', meters: { generations: 1 }, [field]: half });
    await expect(bad).rejects.toMatchObject({ name: 'InvalidRequestError', field });
    expect(await good).toMatchObject({ outcome: 'granted' });
  },
);
