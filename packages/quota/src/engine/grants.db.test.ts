import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import type { GrantRequest } from './verbs.ts';

const startAt = '2026-11-10T12:00:00Z';
let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt });
});
afterAll(() => fixture.close());

let n = 0;
const newTenant = () => {
  fixture.setNow(startAt);
  return `tenant-${++n}`;
};
async function give(tenant: string, amount: number, more: Partial<GrantRequest<ContractsCatalog>> = {}) {
  const request = { tenant, meter: 'hard', amount, source: 'bonus', ...more } as const;
  return (await fixture.quota.grant(request, by)).grant;
}
async function take(tenant: string, hard: number) {
  const decision = await fixture.quota.consume({ tenant, meters: { hard } });
  return decision.outcome === 'granted' ? decision.charge : 'refused';
}
const remaining = async (tenant: string) => (await fixture.quota.usage(tenant)).meters.hard.remaining;
const grants = async (tenant: string) =>
  (await fixture.quota.usage(tenant)).grants.map(({ amount, drawn }) => `${drawn} of ${amount}`);

it('grants are drawn after the plan, the earliest expiry first, over as many periods as they live', async () => {
  const tenant = newTenant();
  await give(tenant, 20, { expiresAt: '2027-06-01T00:00:00Z' });
  await give(tenant, 5, { expiresAt: '2026-11-20T00:00:00Z' });
  expect(await remaining(tenant)).toBe(35);
  await take(tenant, 8);
  expect(await grants(tenant)).toEqual(['0 of 5', '0 of 20']);
  await take(tenant, 9);
  expect(await grants(tenant)).toEqual(['5 of 5', '2 of 20']);
  fixture.setNow('2026-12-05T00:00:00Z');
  expect(await remaining(tenant)).toBe(28);
  await take(tenant, 14);
  expect(await grants(tenant)).toEqual(['6 of 20']);
  expect(await take(tenant, 15)).toBe('refused');
  expect(await take(tenant, 14)).not.toBe('refused');
});

it('what is left of a grant is gone when it expires, what it gave stays given', async () => {
  const tenant = newTenant();
  await give(tenant, 10, { expiresAt: '2026-11-20T00:00:00Z' });
  const charge = await take(tenant, 14);
  fixture.setNow('2026-11-20T00:00:00Z');
  expect((await fixture.quota.usage(tenant)).meters.hard).toMatchObject({ line: 14, used: 14, remaining: 0 });
  expect(await take(tenant, 1)).toBe('refused');
  await fixture.quota.refund({ tenant, charge });
  expect(await remaining(tenant)).toBe(10);
});

it('a grant counts from its start', async () => {
  const tenant = newTenant();
  await give(tenant, 10, { startsAt: '2026-11-15T00:00:00Z' });
  expect(await take(tenant, 11)).toBe('refused');
  fixture.setNow('2026-11-15T00:00:00Z');
  expect(await take(tenant, 11)).not.toBe('refused');
});

it('a downgrade eats no grant, an upgrade gives back what it gave', async () => {
  const tenant = newTenant();
  await give(tenant, 10);
  await take(tenant, 15);
  expect(await grants(tenant)).toEqual(['5 of 10']);
  await fixture.quota.setPlan(tenant, 'organisation', by);
  expect(await grants(tenant)).toEqual(['0 of 10']);
  await take(tenant, 60);
  await fixture.quota.setPlan(tenant, 'team', by);
  expect(await grants(tenant)).toEqual(['0 of 10']);
  expect(await remaining(tenant)).toBe(0);
  fixture.setNow('2026-12-01T00:00:00Z');
  expect(await remaining(tenant)).toBe(20);
});

it('a grant on a level is room while it lives, and on a meter that is not in the plan all there is', async () => {
  const tenant = newTenant();
  await give(tenant, 2, { meter: 'seats', expiresAt: '2026-11-20T00:00:00Z' });
  expect(await fixture.quota.consume({ tenant, meters: { seats: 5 } })).toMatchObject({ outcome: 'granted' });
  fixture.setNow('2026-11-20T00:00:00Z');
  expect((await fixture.quota.usage(tenant)).meters.seats).toMatchObject({ line: 3, used: 5, status: 'over' });
});

it('revoking takes back what is left', async () => {
  const tenant = newTenant();
  const grant = await give(tenant, 10);
  await take(tenant, 13);
  expect(await fixture.quota.revoke({ tenant, grant }, by)).toEqual({ taken: 7 });
  expect((await fixture.quota.usage(tenant)).meters.hard).toMatchObject({ line: 13, remaining: 0 });
  await expect(fixture.quota.revoke({ tenant, grant }, by)).rejects.toMatchObject({ field: 'grant' });
});

it('part of a grant is given within the family, never more than remains, once a key', async () => {
  const parent = newTenant();
  const [a, b, stranger] = [`${parent}-a`, `${parent}-b`, newTenant()];
  for (const child of [a, b]) await fixture.quota.setTenant(child, { parent }, by);
  const grant = await give(a, 10);
  await take(a, 13);
  const gift = (to: string, amount: number, key?: string) =>
    fixture.quota.transfer({ tenant: a, grant, to, amount, key }, by);
  await expect(gift(a, 1)).rejects.toMatchObject({ field: 'to' });
  await expect(gift(stranger, 1)).rejects.toMatchObject({ field: 'to' });
  await expect(gift(b, 8)).rejects.toMatchObject({ field: 'amount' });
  expect(await gift(b, 4, 'k')).toMatchObject({ remaining: 3 });
  await gift(b, 4, 'k');
  expect(await remaining(b)).toBe(14);
  expect(await remaining(a)).toBe(3);
  expect((await fixture.quota.usage(b)).grants).toMatchObject([{ source: 'gift', from: a, amount: 4 }]);
  await gift(parent, 3);
  expect(await remaining(a)).toBe(0);
});

it('concurrent transfers and use never spend a grant twice', async () => {
  const parent = newTenant();
  const [a, b] = [`${parent}-a`, `${parent}-b`];
  for (const child of [a, b]) await fixture.quota.setTenant(child, { parent }, by);
  const grant = await give(a, 30);
  const other = fixture.open();
  const gifts = Array.from({ length: 10 }, () =>
    other.transfer({ tenant: a, grant, to: b, amount: 2 }, by).then(
      () => 2,
      () => 0,
    ),
  );
  const uses = Array.from({ length: 40 }, () => take(a, 1).then((charge) => (charge === 'refused' ? 0 : 1)));
  const [given, used] = (await Promise.all([Promise.all(gifts), Promise.all(uses)])).map((all) =>
    (all as number[]).reduce((sum, amount) => sum + amount, 0),
  ) as [number, number];
  expect(given + used).toBeLessThanOrEqual(40);
  expect(await remaining(a)).toBe(40 - given - used);
  expect(await remaining(b)).toBe(10 + given);
});

it.each([
  ['an amount of 0', { amount: 0 }, 'meters.hard'],
  ['a rate', { meter: 'requests' }, 'meters.requests'],
  ['an end before now', { expiresAt: '2026-11-10T11:00:00Z' }, 'expiresAt'],
  ['an end before its start', { startsAt: '2026-12-01T00:00:00Z', expiresAt: '2026-11-20T00:00:00Z' }, 'expiresAt'],
  ['a source that is none', { source: 'gift' }, 'source'],
])('%s is refused and changes nothing', async (_, wrong, field) => {
  const tenant = newTenant();
  const request = { tenant, meter: 'hard', amount: 1, source: 'bonus', ...wrong };
  await expect(fixture.quota.grant(request as GrantRequest<ContractsCatalog>, by)).rejects.toMatchObject({ field });
  expect(await remaining(tenant)).toBe(10);
});
