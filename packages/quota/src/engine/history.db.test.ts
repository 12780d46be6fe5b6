import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import type { ConsumeRequest, HistoryRequest } from './verbs.ts';

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
const november = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', grain: 'day' } as const;
const history = (request: Pick<HistoryRequest<ContractsCatalog>, 'tenant' | 'meter'> & Partial<HistoryRequest>) =>
  fixture.quota.history({ ...november, ...request } as HistoryRequest<ContractsCatalog>);

it("days turn in the tenant's own zone, and a return counts on the day it was made", async () => {
  const tenant = newTenant();
  await fixture.quota.setTenant(tenant, { zone: 'Asia/Tokyo' }, by);
  const charge = await take('2026-11-10T14:59:59Z', { tenant, meters: { soft: 5 } });
  await take('2026-11-10T15:00:00Z', { tenant, meters: { soft: 7 } });
  fixture.setNow('2026-11-12T00:00:00Z');
  await fixture.quota.refund({ tenant, charge, meters: { soft: 2 } });
  expect(await history({ tenant, meter: 'soft' })).toEqual([
    { start: '2026-11-09T15:00:00.000Z', of: '', amount: 5, calls: 1 },
    { start: '2026-11-10T15:00:00.000Z', of: '', amount: 7, calls: 1 },
    { start: '2026-11-11T15:00:00.000Z', of: '', amount: -2, calls: 0 },
  ]);
  const months = await history({ tenant, meter: 'soft', grain: 'month', from: '2026-10-15T00:00:00Z' });
  expect(months).toEqual([{ start: '2026-10-31T15:00:00.000Z', of: '', amount: 10, calls: 2 }]);
  const half = await history({ tenant, meter: 'soft', from: '2026-11-10T15:00:00Z', to: '2026-11-11T15:00:00Z' });
  expect(half).toMatchObject([{ amount: 7 }]);
});

it('the hour that a clock repeats is two', async () => {
  const tenant = newTenant();
  await fixture.quota.setTenant(tenant, { zone: 'Europe/Berlin' }, by);
  fixture.setNow('2026-10-25T02:00:00Z');
  await fixture.quota.record([
    { tenant, meters: { soft: 1 }, at: '2026-10-25T00:30:00Z', event: 'a' },
    { tenant, meters: { soft: 2 }, at: '2026-10-25T01:30:00Z', event: 'b' },
  ]);
  const hours = await history({ tenant, meter: 'soft', grain: 'hour', from: '2026-10-25T00:00:00Z' });
  expect(hours).toMatchObject([
    { start: '2026-10-25T00:00:00.000Z', amount: 1 },
    { start: '2026-10-25T01:00:00.000Z', amount: 2 },
  ]);
});

it('usage is split by feature or by actor', async () => {
  const tenant = newTenant();
  await take('2026-11-10T12:00:00Z', { tenant, meters: { soft: 3 }, actor: 'ada', feature: 'chat' });
  await take('2026-11-10T13:00:00Z', { tenant, meters: { soft: 4 }, actor: 'bob', feature: 'chat' });
  await take('2026-11-10T14:00:00Z', { tenant, meters: { soft: 5 }, actor: 'ada', feature: 'draw' });
  expect(await history({ tenant, meter: 'soft', by: 'feature' })).toMatchObject([
    { of: 'chat', amount: 7, calls: 2 },
    { of: 'draw', amount: 5, calls: 1 },
  ]);
  expect(await history({ tenant, meter: 'soft', by: 'actor' })).toMatchObject([
    { of: 'ada', amount: 8, calls: 2 },
    { of: 'bob', amount: 4, calls: 1 },
  ]);
});

it("what a child draws through a pool counts once, as the child's, also after it moved away", async () => {
  const org = newTenant();
  const team = newTenant();
  await fixture.quota.setTenant(org, { plan: 'organisation' }, by);
  await fixture.quota.setTenant(team, { parent: org }, by);
  const charge = await take('2026-11-10T12:00:00Z', { tenant: team, meters: { tokens: 20, spill: 25 } });
  await take('2026-11-10T12:00:00Z', { tenant: org, meters: { tokens: 1, spill: 2 } });
  fixture.setNow('2026-11-11T12:00:00Z');
  await fixture.quota.refund({ tenant: team, charge, meters: { tokens: 5, spill: 18 } });
  const check = async () => {
    expect((await history({ tenant: team, meter: 'tokens' })).map(({ amount }) => amount)).toEqual([20, -5]);
    expect((await history({ tenant: team, meter: 'spill' })).map(({ amount }) => amount)).toEqual([25, -18]);
    expect(await history({ tenant: org, meter: 'tokens' })).toMatchObject([{ amount: 1, calls: 1 }]);
    expect(await history({ tenant: org, meter: 'spill' })).toMatchObject([{ amount: 2, calls: 1 }]);
  };
  await check();
  await fixture.quota.setTenant(team, { parent: null }, by);
  await check();
});

it('a wrong range, meter, grain or split is refused', async () => {
  const tenant = newTenant();
  await expect(history({ tenant, meter: 'requests' })).rejects.toMatchObject({ field: 'meters.requests' });
  await expect(history({ tenant, meter: 'nothing' as 'soft' })).rejects.toMatchObject({ field: 'meters.nothing' });
  await expect(history({ tenant, meter: 'soft', to: november.from })).rejects.toMatchObject({ field: 'to' });
  await expect(history({ tenant, meter: 'soft', from: 'soon' })).rejects.toMatchObject({ field: 'from' });
  await expect(history({ tenant, meter: 'soft', grain: 'year' as 'day' })).rejects.toMatchObject({ field: 'grain' });
  await expect(history({ tenant, meter: 'soft', by: 'key' as 'actor' })).rejects.toMatchObject({ field: 'by' });
  const long = { from: '2025-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', grain: 'hour' } as const;
  await expect(history({ tenant, meter: 'soft', ...long })).rejects.toMatchObject({ field: 'from' });
  expect(await history({ tenant: 'nobody', meter: 'soft' })).toEqual([]);
});
