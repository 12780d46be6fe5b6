import { afterEach, beforeEach, expect, it } from 'vitest';
import { by, type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';

let fixture: QuotaFixture;
beforeEach(async () => {
  fixture = await quotaFixture({ startAt: '2026-11-10T12:00:00Z' });
});
afterEach(() => fixture.close());

const tenant = 'org';
const take = (amount: number) => fixture.quota.consume({ tenant, meters: { generations: amount } });
const standing = async () => (await fixture.quota.usage(tenant)).meters.generations;

it('a new billing day cuts no stub out of a period that nothing has opened yet: no second refill', async () => {
  await take(1);
  fixture.setNow('2026-12-05T00:00:00Z');
  await fixture.quota.setTenant(tenant, { anchor: 15 }, by);
  expect((await standing()).period).toEqual({ start: '2026-12-01T00:00:00.000Z', end: '2027-01-15T00:00:00.000Z' });
});

it('a zone whose month has turned already keeps the running period to its end, and the next one to its own', async () => {
  await take(10);
  fixture.setNow('2026-11-30T20:00:00Z');
  await fixture.quota.setTenant(tenant, { zone: 'Asia/Tokyo' }, by);
  expect(await standing()).toMatchObject({
    used: 10,
    period: { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' },
  });
  expect(await take(1)).toMatchObject({ outcome: 'refused' });
  fixture.setNow('2026-12-01T00:00:00Z');
  expect(await take(1)).toMatchObject({ outcome: 'granted', meters: { generations: { used: 1 } } });
  expect((await standing()).period).toEqual({ start: '2026-12-01T00:00:00.000Z', end: '2026-12-31T15:00:00.000Z' });
});
