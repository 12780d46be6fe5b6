import { afterEach, beforeEach, expect, it } from 'vitest';
import { type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';
import type { Charge } from './verbs.ts';

let fixture: QuotaFixture;
beforeEach(async () => {
  fixture = await quotaFixture({ startAt: '2026-11-10T12:00:00Z' });
});
afterEach(() => fixture.close());

const tenant = 'org';
const take = async (meters: { generations?: number; projects?: number }, key?: string) =>
  (await fixture.quota.consume({ tenant, meters, key })) as unknown as Charge;
const refund = ({ charge }: Charge) => fixture.quota.refund({ tenant, charge });
const used = async (meter: 'generations' | 'projects') => (await fixture.quota.usage(tenant)).meters[meter].used;
const entries = () => fixture.sql<{ amount: number; late: boolean; month: string }[]>`
  select amount::int, late, to_char(period_start at time zone 'UTC', 'YYYY-MM') as month from quota.entry order by seq`;

it('a charge whose period has closed is returned once, however often it is asked', async () => {
  const first = await take({ generations: 3 });
  fixture.setNow('2026-12-05T00:00:00Z');
  await take({ generations: 6 });
  expect(await refund(first)).toEqual({ meters: { generations: 3 } });
  expect(await refund(first)).toEqual({ meters: {} });
  expect(await refund(first)).toEqual({ meters: {} });
  expect(await used('generations')).toBe(3);
});

it('a refund after the day of grace lands in the present period, also where nothing has opened that yet', async () => {
  const first = await take({ generations: 3 });
  fixture.setNow('2026-12-05T00:00:00Z');
  await refund(first);
  expect(await entries()).toEqual([
    { amount: 3, late: false, month: '2026-11' },
    { amount: -3, late: true, month: '2026-12' },
  ]);
  expect(await fixture.sql`select used::int from quota.period`).toEqual([{ used: 3 }]);
  expect(await used('generations')).toBe(-3);
});

it('a refund within the day of grace acts in its own period, also where that has not turned yet', async () => {
  const first = await take({ generations: 3 });
  fixture.setNow('2026-12-01T23:59:59Z');
  await refund(first);
  expect(await entries()).toMatchObject([{ month: '2026-11' }, { amount: -3, late: false, month: '2026-11' }]);
  expect(await used('generations')).toBe(0);
});

it('returning what was freed already makes no room beyond the level', async () => {
  const first = await take({ projects: 3 });
  await fixture.quota.free({ tenant, meter: 'projects', amount: 2 });
  expect(await refund(first)).toEqual({ meters: { projects: 1 } });
  expect(await used('projects')).toBe(0);
  await take({ projects: 2 });
  expect(await refund(first)).toEqual({ meters: {} });
  expect(await used('projects')).toBe(2);
});
