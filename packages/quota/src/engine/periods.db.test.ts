import { afterEach, beforeEach, expect, it } from 'vitest';
import { by, type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';
import type { Charge } from './verbs.ts';

let fixture: QuotaFixture;
beforeEach(async () => {
  fixture = await quotaFixture({ startAt: '2026-11-10T12:00:00Z' });
});
afterEach(() => fixture.close());

const tenant = 'org';
const take = (amount: number) => fixture.quota.consume({ tenant, meters: { generations: amount } });
const standing = async () => (await fixture.quota.usage(tenant)).meters.generations;

it('a turn of the month refills the allowance, keeps the old period and loses nothing', async () => {
  await take(10);
  expect(await take(1)).toMatchObject({ outcome: 'refused' });
  fixture.setNow('2026-12-01T00:00:00Z');
  expect(await standing()).toMatchObject({
    used: 0,
    period: { start: '2026-12-01T00:00:00.000Z', end: '2027-01-01T00:00:00.000Z' },
  });
  expect(await take(4)).toMatchObject({ outcome: 'granted', meters: { generations: { used: 4, remaining: 6 } } });
  const [period] = await fixture.sql`select period_start, used::int, line::int, last_seq::int from quota.period`;
  expect(period).toEqual({ period_start: new Date('2026-11-01T00:00:00Z'), used: 10, line: 10, last_seq: 1 });
  expect((await fixture.ledger()).find(({ meter }) => meter === 'generations')).toMatchObject({ used: 4, ledger: 4 });
});

it('one caller after the turn is counted in the new period, though the old one had room', async () => {
  await take(4);
  fixture.setNow('2026-12-01T00:00:00Z');
  expect(await take(3)).toMatchObject({ outcome: 'granted', meters: { generations: { used: 3, remaining: 7 } } });
});

it('many callers at the turn share the new period exactly', async () => {
  await take(4);
  fixture.setNow('2026-12-01T00:00:00.001Z');
  const other = fixture.open();
  const decisions = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      (i % 2 ? other : fixture.quota).consume({ tenant, meters: { generations: 1 } }),
    ),
  );
  expect(decisions.filter(({ outcome }) => outcome === 'granted')).toHaveLength(10);
  expect(await fixture.sql`select count(*)::int as n from quota.period`).toMatchObject([{ n: 1 }]);
});

it('a refund acts in the period of its charge for a day after its end, then in the present one, marked late', async () => {
  const first = (await take(3)) as unknown as Charge;
  const second = (await take(2)) as unknown as Charge;
  fixture.setNow('2026-12-01T10:00:00Z');
  await take(6);
  await fixture.quota.refund({ tenant, charge: first.charge });
  expect(await standing()).toMatchObject({ used: 6 });
  expect(await fixture.sql`select used::int from quota.period`).toMatchObject([{ used: 2 }]);
  fixture.setNow('2026-12-02T00:00:00Z');
  await fixture.quota.refund({ tenant, charge: second.charge });
  expect(await standing()).toMatchObject({ used: 4 });
  expect(await fixture.sql`select used::int from quota.period`).toMatchObject([{ used: 2 }]);
  expect(await fixture.sql`select amount::int, late from quota.entry where kind = 'refund' order by seq`).toMatchObject(
    [
      { amount: -3, late: false },
      { amount: -2, late: true },
    ],
  );
});

it('a new billing day stretches the running period: no stub, no second refill', async () => {
  await take(7);
  await fixture.quota.setTenant(tenant, { anchor: 15 }, by);
  expect(await standing()).toMatchObject({
    used: 7,
    period: { start: '2026-11-01T00:00:00.000Z', end: '2026-12-15T00:00:00.000Z' },
  });
  fixture.setNow('2026-11-20T00:00:00Z');
  expect(await take(4)).toMatchObject({ outcome: 'refused' });
  fixture.setNow('2026-12-15T00:00:00Z');
  expect(await take(4)).toMatchObject({ outcome: 'granted' });
  expect(await standing()).toMatchObject({
    period: { start: '2026-12-15T00:00:00.000Z', end: '2027-01-15T00:00:00.000Z' },
  });
});

it("a new zone moves the running period's end by hours, east or west, never by a month", async () => {
  await take(7);
  await fixture.quota.setTenant(tenant, { zone: 'America/New_York' }, by);
  expect((await standing()).period).toEqual({ start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T05:00:00.000Z' });
  await fixture.quota.setTenant(tenant, { zone: 'Asia/Tokyo' }, by);
  expect((await standing()).period).toEqual({ start: '2026-11-01T00:00:00.000Z', end: '2026-11-30T15:00:00.000Z' });
});

it('a change of plan takes effect at once in every engine, and usage carries over', async () => {
  const other = fixture.open();
  await take(10);
  await other.usage(tenant);
  await fixture.quota.setPlan(tenant, 'starter', by);
  expect(await other.consume({ tenant, meters: { generations: 1 } })).toMatchObject({
    outcome: 'granted',
    meters: { generations: { used: 11, line: 100 } },
  });
});

it('a downgrade below usage refuses new use, takes nothing away, and says so once', async () => {
  await fixture.quota.setPlan(tenant, 'starter', by);
  await take(50);
  await fixture.quota.setPlan(tenant, 'free', by);
  expect(await take(1)).toMatchObject({ outcome: 'refused', refusal: { used: 50, line: 10, remaining: 0 } });
  expect(await standing()).toMatchObject({ used: 50, status: 'over', remaining: 0, percent: 500 });
  expect(await fixture.notices(tenant)).toMatchObject([{ level: 'reached', amount: 10, used: 50 }]);
});

it('a level above its limit is told how many must go before one more fits', async () => {
  await fixture.quota.setPlan(tenant, 'starter', by);
  await fixture.quota.consume({ tenant, meters: { projects: 5 } });
  await fixture.quota.setPlan(tenant, 'free', by);
  expect(await fixture.quota.consume({ tenant, meters: { projects: 1 } })).toMatchObject({
    outcome: 'refused',
    refusal: {
      used: 5,
      line: 3,
      remaining: 0,
      remedies: [
        { type: 'upgrade', plan: 'starter' },
        { type: 'free', amount: 3 },
      ],
    },
  });
});

it('what was passed before an upgrade is not told again after it', async () => {
  await take(9);
  await fixture.quota.setPlan(tenant, 'starter', by);
  await take(71);
  expect((await fixture.notices(tenant)).map(({ level, amount }) => `${level} ${amount}`)).toEqual([
    'warning 8',
    'warning 80',
  ]);
});

it('every change of contract is on record: who, when, why, before and after', async () => {
  await fixture.quota.setTenant(tenant, { zone: 'Europe/Lisbon', anchor: 31 }, { actor: 'ada', reason: 'moved' });
  await fixture.quota.setPlan(tenant, 'starter', { actor: 'grace', reason: 'upgrade' });
  await fixture.quota.setPlan(tenant, 'starter', { actor: 'grace', reason: 'again' });
  expect(await fixture.sql`select actor, action, reason, before, after, at from quota.audit order by id`).toEqual([
    {
      actor: 'ada',
      action: 'set_tenant',
      reason: 'moved',
      at: new Date('2026-11-10T12:00:00Z'),
      before: { plan: 'free', anchor: '2001-01-01', zone: 'UTC' },
      after: { plan: 'free', anchor: '2001-01-31', zone: 'Europe/Lisbon' },
    },
    {
      actor: 'grace',
      action: 'set_plan',
      reason: 'upgrade',
      at: new Date('2026-11-10T12:00:00Z'),
      before: { plan: 'free', anchor: '2001-01-31', zone: 'Europe/Lisbon' },
      after: { plan: 'starter', anchor: '2001-01-31', zone: 'Europe/Lisbon' },
    },
  ]);
});

it.each([
  ['an unknown plan', { plan: 'gold' }, 'plan'],
  ['a billing day of 0', { anchor: 0 }, 'anchor'],
  ['a billing day of 32', { anchor: 32 }, 'anchor'],
  ['a zone that is none', { zone: 'Europe/Atlantis' }, 'zone'],
])('%s is refused and changes nothing', async (_, settings, field) => {
  await expect(fixture.quota.setTenant(tenant, settings as never, by)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    field,
  });
  expect(await fixture.sql`select * from quota.audit`).toHaveLength(0);
  expect(await fixture.sql`select * from quota.tenant`).toHaveLength(0);
});
