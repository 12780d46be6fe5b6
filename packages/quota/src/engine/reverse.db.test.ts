import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import type { ConsumeRequest } from './verbs.ts';

let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt: '2026-11-10T12:00:00Z' });
});
afterAll(() => fixture.close());

let n = 0;
const newTenant = () => `tenant-${++n}`;
async function take(at: string, request: ConsumeRequest<ContractsCatalog>): Promise<string> {
  fixture.setNow(at);
  const decision = await fixture.quota.consume(request);
  if (decision.outcome === 'refused') throw new Error(decision.refusal.reason);
  return decision.charge;
}
const noon = '2026-11-10T12:00:00Z';
const day = { from: '2026-11-10T00:00:00Z', to: '2026-11-11T00:00:00Z' };
const used = async (tenant: string, meter: keyof ContractsCatalog['meters']) =>
  (await fixture.quota.usage(tenant)).meters[meter].used;

it('a dry run tells what would be returned and changes nothing; the real one returns it once', async () => {
  const tenant = newTenant();
  await take('2026-11-09T23:59:59Z', { tenant, meters: { soft: 1 } });
  const part = await take(noon, { tenant, meters: { soft: 10, hard: 2 } });
  await take(noon, { tenant, meters: { soft: 20 } });
  await take('2026-11-11T00:00:00Z', { tenant, meters: { soft: 100 } });
  await fixture.quota.refund({ tenant, charge: part, meters: { soft: 4 } });
  const foreseen = { charges: 2, meters: { soft: 26, hard: 2 } };
  expect(await fixture.quota.reverse({ tenant, ...day }, by)).toEqual({ ...foreseen, dryRun: true });
  expect(await used(tenant, 'soft')).toBe(127);
  expect(await fixture.quota.reverse({ tenant, ...day }, by, { dryRun: false })).toEqual({
    ...foreseen,
    dryRun: false,
  });
  expect(await used(tenant, 'soft')).toBe(101);
  expect(await used(tenant, 'hard')).toBe(0);
  const nothing = { charges: 0, meters: {}, dryRun: false };
  expect(await fixture.quota.reverse({ tenant, ...day }, by, { dryRun: false })).toEqual(nothing);
  expect(
    await fixture.sql`
    select e.kind, e.amount::int, e.actor from quota.entry e join quota.balance b on b.id = e.balance_id
    where b.tenant = ${tenant} and e.kind = 'reverse' order by e.amount`,
  ).toEqual([
    { kind: 'reverse', amount: -20, actor: 'tester' },
    { kind: 'reverse', amount: -6, actor: 'tester' },
    { kind: 'reverse', amount: -2, actor: 'tester' },
  ]);
  const [line] = await fixture.sql`
    select actor, reason, after from quota.audit where tenant = ${tenant} and action = 'reverse' order by id limit 1`;
  expect(line).toMatchObject({ ...by, after: { charges: 2, meters: { soft: 26, hard: 2 }, meter: null } });
});

it('of one meter or one feature only that is returned', async () => {
  const tenant = newTenant();
  await take(noon, { tenant, meters: { soft: 10, hard: 2 }, feature: 'chat' });
  await take(noon, { tenant, meters: { soft: 5, hard: 1 }, feature: 'draw' });
  const options = { dryRun: false };
  expect(await fixture.quota.reverse({ tenant, ...day, meter: 'soft', feature: 'draw' }, by, options)).toMatchObject({
    charges: 1,
    meters: { soft: 5 },
  });
  expect(await fixture.quota.reverse({ tenant, ...day, feature: 'chat' }, by, options)).toMatchObject({
    meters: { soft: 10, hard: 2 },
  });
  expect([await used(tenant, 'soft'), await used(tenant, 'hard')]).toEqual([0, 1]);
});

it('what pools gave is foreseen and returned once, and to them', async () => {
  const org = newTenant();
  const tenant = newTenant();
  await fixture.quota.setTenant(org, { plan: 'organisation' }, by);
  await fixture.quota.setTenant(tenant, { parent: org }, by);
  await take(noon, { tenant, meters: { tokens: 20, spill: 25 } });
  const both = { charges: 1, meters: { tokens: 20, spill: 25 } };
  expect(await fixture.quota.reverse({ tenant, ...day }, by)).toEqual({ ...both, dryRun: true });
  expect(await fixture.quota.reverse({ tenant: org, ...day }, by)).toMatchObject({ charges: 0 });
  expect(await fixture.quota.reverse({ tenant, ...day, meter: 'spill' }, by, { dryRun: false })).toMatchObject({
    meters: { spill: 25 },
  });
  expect([await used(org, 'spill'), await used(tenant, 'spill'), await used(org, 'tokens')]).toEqual([0, 0, 20]);
});

it('two that reverse the same charges at once return each of them once', async () => {
  const tenant = newTenant();
  fixture.setNow(noon);
  await fixture.quota.consume(Array.from({ length: 30 }, () => ({ tenant, meters: { soft: 3 } })));
  const other = fixture.open();
  const runs = [fixture.quota, other].flatMap((quota) => [
    quota.reverse({ tenant, ...day, meter: 'soft' }, by, { dryRun: false }),
    quota.reverse({ tenant, ...day }, by, { dryRun: false }),
  ]);
  const done = await Promise.all(runs);
  expect(done.reduce((sum, { charges }) => sum + charges, 0)).toBe(30);
  expect(done.reduce((sum, { meters }) => sum + (meters.soft ?? 0), 0)).toBe(90);
  expect(await used(tenant, 'soft')).toBe(0);
});

it('more charges than a page are all returned', async () => {
  const tenant = newTenant();
  fixture.setNow(noon);
  await fixture.quota.consume(Array.from({ length: 1_100 }, () => ({ tenant, meters: { soft: 1 } })));
  expect(await fixture.quota.reverse({ tenant, ...day }, by)).toMatchObject({
    charges: 1_100,
    meters: { soft: 1_100 },
  });
});

it('a level gives back at most what is used still', async () => {
  const tenant = newTenant();
  await take(noon, { tenant, meters: { seats: 3 } });
  await fixture.quota.free({ tenant, meter: 'seats', amount: 2 });
  expect(await fixture.quota.reverse({ tenant, ...day }, by, { dryRun: false })).toMatchObject({
    meters: { seats: 1 },
  });
  expect(await fixture.quota.reverse({ tenant, ...day }, by)).toMatchObject({ charges: 0 });
  // The charge is over: what others use since is not returned for it.
  await take('2026-11-12T12:00:00Z', { tenant, meters: { seats: 2 } });
  expect(await fixture.quota.reverse({ tenant, ...day }, by)).toMatchObject({ charges: 0 });
  await expect(fixture.quota.reverse({ tenant, ...day, to: day.from }, by)).rejects.toMatchObject({ field: 'to' });
  await expect(fixture.quota.reverse({ tenant, ...day, meter: 'requests' as 'soft' }, by)).rejects.toMatchObject({
    field: 'meters.requests',
  });
});
