import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import type { ConsumeRequest } from './verbs.ts';

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
type Meters = ConsumeRequest<ContractsCatalog>['meters'];
/** Granted: how much was taken of the first meter; refused: the reason. */
async function take(tenant: string, meters: Meters, more: Partial<ConsumeRequest<ContractsCatalog>> = {}) {
  const decision = await fixture.quota.consume({ tenant, meters, ...more });
  if (decision.outcome === 'refused') return decision.refusal.reason;
  return Object.values(decision.meters)[0]?.taken;
}
const meter = async (tenant: string, name: keyof ContractsCatalog['meters']) =>
  (await fixture.quota.usage(tenant)).meters[name];

it('a soft cap warns and never refuses', async () => {
  const tenant = newTenant();
  expect(await take(tenant, { soft: 50 })).toBe(50);
  expect(await meter(tenant, 'soft')).toMatchObject({ status: 'over', beyond: { type: 'soft', used: 40 }, line: 10 });
  expect(await fixture.notices(tenant)).toMatchObject([{ level: 'warning' }, { level: 'reached' }]);
});

it('overage grants up to its cap and not one more, and is priced', async () => {
  const tenant = newTenant();
  expect(await take(tenant, { priced: 15 })).toBe(15);
  expect(await take(tenant, { priced: 1 })).toBe('exhausted');
  const { beyond, status } = await meter(tenant, 'priced');
  expect({ beyond, status }).toMatchObject({ status: 'exhausted', beyond: { used: 5, cost: { minor: 250 } } });
});

it('grace runs from the first crossing for its days, then the line is the end', async () => {
  const tenant = newTenant();
  expect(await take(tenant, { graced: 10 })).toBe(10);
  expect((await meter(tenant, 'graced')).beyond).toMatchObject({ until: null });
  fixture.setNow('2026-11-12T12:00:00Z');
  expect(await take(tenant, { graced: 2 })).toBe(2);
  expect(await meter(tenant, 'graced')).toMatchObject({
    status: 'grace',
    beyond: { type: 'grace', used: 2, until: '2026-11-15T12:00:00.000Z' },
  });
  fixture.setNow('2026-11-15T11:59:59Z');
  expect(await take(tenant, { graced: 1 })).toBe(1);
  fixture.setNow('2026-11-15T12:00:00Z');
  expect(await take(tenant, { graced: 1 })).toBe('exhausted');
  expect((await meter(tenant, 'graced')).remaining).toBe(0);
  fixture.setNow('2026-12-01T00:00:00Z');
  expect(await take(tenant, { graced: 15 })).toBe(15);
});

it('a window opens with the first granted call and ends on time; a check or a refusal opens none', async () => {
  const tenant = newTenant();
  await fixture.quota.check({ tenant, meters: { windowed: 1 } });
  expect(await take(tenant, { windowed: 11 })).toBe('exhausted');
  expect((await meter(tenant, 'windowed')).period).toBeNull();
  fixture.setNow('2026-11-10T13:00:00Z');
  expect(await take(tenant, { windowed: 10, weekly: 10 })).toBe(10);
  expect((await meter(tenant, 'windowed')).period).toEqual({
    start: '2026-11-10T13:00:00.000Z',
    end: '2026-11-10T18:00:00.000Z',
  });
  fixture.setNow('2026-11-10T17:59:59Z');
  expect(await take(tenant, { windowed: 1, weekly: 1 })).toBe('exhausted');
  fixture.setNow('2026-11-10T18:00:00Z');
  expect((await meter(tenant, 'windowed')).period).toBeNull();
  expect(await take(tenant, { windowed: 10, weekly: 10 })).toBe(10);
  fixture.setNow('2026-11-11T09:00:00Z');
  // Five messages are left of the week.
  expect(await take(tenant, { windowed: 6, weekly: 6 })).toBe('exhausted');
  expect(await take(tenant, { windowed: 5, weekly: 5 })).toBe(5);
  fixture.setNow('2026-11-16T00:00:00Z');
  expect(await take(tenant, { windowed: 10, weekly: 10 })).toBe(10);
});

it('two that meet a turn at once turn it once: what is left rolls over once', async () => {
  const tenant = newTenant();
  const other = fixture.open();
  for (const quota of [fixture.quota, other]) await quota.consume({ tenant, meters: { rolled: 1 } });
  fixture.setNow('2026-11-11T12:00:00Z');
  // Both have read the day that ended, and neither has written the next one, when the lock is let go.
  const [asked] = await fixture.sql.begin(async (tx) => {
    await tx`select 1 from quota.tenant where id = ${tenant} for update`;
    const both = [fixture.quota, other].map((quota) => quota.consume({ tenant, meters: { rolled: 16 } }));
    await expect
      .poll(() => tx`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`, {
        interval: 5,
      })
      .toHaveLength(2);
    return [Promise.all(both)] as const;
  });
  const outcomes = (await asked).map(({ outcome }) => outcome);
  expect(outcomes.sort()).toEqual(['granted', 'refused']);
  expect((await fixture.quota.usage(tenant)).grants).toMatchObject([{ source: 'rollover', amount: 6, drawn: 6 }]);
});

it('what is left of a period goes on as a grant, capped, and expires with its last period', async () => {
  const tenant = newTenant();
  expect(await take(tenant, { rolled: 2 })).toBe(2);
  fixture.setNow('2026-11-11T12:00:00Z');
  expect(await meter(tenant, 'rolled')).toMatchObject({ line: 16, grants: 6, used: 0 });
  expect(await take(tenant, { rolled: 17 })).toBe('exhausted');
  expect(await take(tenant, { rolled: 12 })).toBe(12);
  const { grants } = await fixture.quota.usage(tenant);
  expect(grants).toMatchObject([{ source: 'rollover', amount: 6, drawn: 2, remaining: 4 }]);
  fixture.setNow('2026-11-12T12:00:00Z');
  expect(await take(tenant, { rolled: 11 })).toBe('exhausted');
  expect(await take(tenant, { rolled: 10 })).toBe(10);
});

it('a rate grants its burst at once and refills steadily, per tenant or per actor', async () => {
  const tenant = newTenant();
  for (let i = 0; i < 20; i++) expect(await take(tenant, { requests: 1 })).toBe(1);
  const refused = await fixture.quota.consume({ tenant, meters: { requests: 1 } });
  expect(refused).toMatchObject({
    outcome: 'refused',
    refusal: { reason: 'too_fast', retryAfterMs: 1_000, remaining: 0 },
  });
  fixture.setNow('2026-11-10T12:00:00.999Z');
  expect(await take(tenant, { requests: 1 })).toBe('too_fast');
  fixture.setNow('2026-11-10T12:00:01Z');
  expect(await take(tenant, { requests: 1 })).toBe(1);
  expect(await take(tenant, { requests: 1 })).toBe('too_fast');
  expect(await take(tenant, { requests: 21 })).toBe('too_fast');
  expect(await take(tenant, { keyed: 5 }, { actor: 'ada' })).toBe(5);
  expect(await take(tenant, { keyed: 1 }, { actor: 'ada' })).toBe('too_fast');
  expect(await take(tenant, { keyed: 1 }, { actor: 'bob' })).toBe(1);
  const entries =
    await fixture.sql`select 1 from quota.entry e join quota.balance b on b.id = e.balance_id where b.tenant = ${tenant}`;
  expect(entries).toHaveLength(0);
});

it('a rate refills at the pace of the new contract from the change on, also where its process died before it opened the balance', async () => {
  const tenant = newTenant();
  await take(tenant, { keyed: 5 }, { actor: 'ada' });
  const change = (plan: string, at: string) => {
    fixture.setNow(at);
    return fixture.sql`
      select quota.change_contract_2(${at}, ${tenant}, 'team', ${JSON.stringify({ plan })}::text::jsonb, 'set_plan', 'tester', 'a test')`;
  };
  // Five a second, then none.
  await change('organisation', '2026-11-10T12:00:00.400Z');
  fixture.setNow('2026-11-10T13:00:00.000Z');
  expect((await meter(tenant, 'keyed')).used).toBe(3);
  await fixture.quota.setTenant(tenant, { anchor: 15 }, by);
  expect((await meter(tenant, 'keyed')).used).toBe(3);
  await change('team', '2026-11-10T14:00:00.000Z');
  fixture.setNow('2026-11-10T14:00:00.200Z');
  expect((await meter(tenant, 'keyed')).used).toBe(2);
  expect(await take(tenant, { keyed: 4 }, { actor: 'ada' })).toBe('too_fast');
  expect(await take(tenant, { keyed: 3 }, { actor: 'ada' })).toBe(3);
});

it('a refused line takes no tokens of a rate', async () => {
  const tenant = newTenant();
  for (let i = 0; i < 30; i++) expect(await take(tenant, { hard: 11, requests: 1 })).toBe('exhausted');
  expect(await take(tenant, { requests: 20 })).toBe(20);
});

it("a member draws from the organisation's pool up to a cap, and all share its end", async () => {
  const org = newTenant();
  const [a, b] = [`${org}-a`, `${org}-b`];
  await fixture.quota.setTenant(org, { plan: 'organisation' }, by);
  for (const team of [a, b]) await fixture.quota.setTenant(team, { parent: org }, by);
  expect(await take(a, { tokens: 60 })).toBe(60);
  expect(await take(a, { tokens: 1 })).toBe('exhausted');
  expect((await meter(b, 'tokens')).remaining).toBe(40);
  expect(await take(b, { tokens: 41 })).toBe('exhausted');
  expect(await take(b, { tokens: 40 })).toBe(40);
  expect(await meter(org, 'tokens')).toMatchObject({ used: 100, remaining: 0 });
  expect((await fixture.notices(org)).map(({ level }) => level)).toEqual(['warning', 'critical', 'reached']);
  await fixture.quota.suspend(org, by);
  expect(await take(b, { tokens: 1 })).toBe('suspended');
  await fixture.quota.resume(org, by);
  expect(await take(b, { tokens: 1 })).toBe('exhausted');
});

it('what the own limit does not hold is drawn from the pool, and returned to the pool first', async () => {
  const org = newTenant();
  const team = `${org}-team`;
  await fixture.quota.setTenant(org, { plan: 'organisation' }, by);
  await fixture.quota.setTenant(team, { parent: org }, by);
  expect((await meter(team, 'spill')).remaining).toBe(40);
  const decision = await fixture.quota.consume({ tenant: team, meters: { spill: 25 } });
  if (decision.outcome !== 'granted') throw new Error('refused');
  expect(decision.meters.spill).toMatchObject({ taken: 25, used: 10, remaining: 15 });
  expect((await meter(org, 'spill')).used).toBe(15);
  expect(await take(team, { spill: 16 })).toBe('exhausted');
  expect(await take(team, { spill: 99 }, { partial: true })).toBe(15);
  expect(await take(team, { spill: 1 }, { partial: true })).toBe('exhausted');
  const { charge } = decision;
  expect(await fixture.quota.refund({ tenant: team, charge, meters: { spill: 18 } })).toEqual({
    meters: { spill: 18 },
  });
  expect((await meter(team, 'spill')).used).toBe(7);
  expect((await meter(org, 'spill')).used).toBe(15);
  await expect(fixture.quota.refund({ tenant: team, charge, meters: { spill: 8 } })).rejects.toMatchObject({
    field: 'meters.spill',
  });
  await expect(fixture.quota.refund({ tenant: org, charge })).rejects.toMatchObject({ field: 'charge' });
  expect(await fixture.quota.refund({ tenant: team, charge })).toEqual({ meters: { spill: 7 } });
});

it('what three generations gave finds its way back, also past one that gave nothing', async () => {
  const org = newTenant();
  const [mid, low] = [`${org}-mid`, `${org}-low`];
  await fixture.quota.setTenant(org, { plan: 'organisation' }, by);
  await fixture.quota.setTenant(mid, { parent: org }, by);
  await fixture.quota.setTenant(low, { parent: mid }, by);
  await take(mid, { spill: 10 });
  const decision = await fixture.quota.consume({ tenant: low, meters: { spill: 15 } });
  if (decision.outcome !== 'granted') throw new Error('refused');
  expect((await meter(org, 'spill')).used).toBe(5);
  const { charge } = decision;
  expect(await fixture.quota.refund({ tenant: low, charge })).toEqual({ meters: { spill: 15 } });
  expect([(await meter(org, 'spill')).used, (await meter(mid, 'spill')).used]).toEqual([0, 10]);
});

it('a cycle of parents is refused and changes nothing', async () => {
  const [a, b] = [newTenant(), newTenant()];
  await fixture.quota.setTenant(b, { parent: a }, by);
  await expect(fixture.quota.setTenant(a, { parent: b }, by)).rejects.toMatchObject({ field: 'parent' });
  await expect(fixture.quota.setTenant(a, { parent: a }, by)).rejects.toMatchObject({ field: 'parent' });
});

it('shadow decides and records and never refuses; off counts nothing; both are switched for every process', async () => {
  const tenant = newTenant();
  await fixture.quota.setMode('hard', 'shadow', by);
  const decision = await fixture.quota.consume({ tenant, meters: { hard: 12 } });
  expect(decision).toMatchObject({ outcome: 'granted', shadow: { reason: 'exhausted', asked: 12, remaining: 10 } });
  expect((await meter(tenant, 'hard')).used).toBe(12);
  await fixture.quota.setMode('hard', 'off', by);
  const other = fixture.open();
  const granted = await other.consume({ tenant, meters: { hard: 500 } });
  expect(granted).toMatchObject({ outcome: 'granted', meters: { hard: { taken: 0 } } });
  if (granted.outcome === 'granted')
    expect(await other.refund({ tenant, charge: granted.charge })).toEqual({ meters: {} });
  await fixture.quota.setMode('hard', 'enforce', by);
  await expect
    .poll(() => other.consume({ tenant, meters: { hard: 1 } }), { timeout: 5_000 })
    .toMatchObject({ outcome: 'refused' });
});

it('a plan change at the end of the billing month takes effect then, and one at once calls it off', async () => {
  const tenant = newTenant();
  await fixture.quota.setPlan(tenant, 'organisation', by, { at: 'period_end' });
  expect((await fixture.quota.usage(tenant)).nextPlan).toEqual({
    plan: 'organisation',
    at: '2026-12-01T00:00:00.000Z',
  });
  expect(await take(tenant, { hard: 11 })).toBe('exhausted');
  fixture.setNow('2026-12-01T00:00:00Z');
  expect(await take(tenant, { hard: 11 })).toBe(11);
  await fixture.quota.setPlan(tenant, 'team', by, { at: 'period_end' });
  await fixture.quota.setPlan(tenant, 'organisation', by);
  fixture.setNow('2027-01-01T00:00:00Z');
  expect(await take(tenant, { hard: 11 })).toBe(11);
});

it('an override holds in place of the plan until it ends', async () => {
  const tenant = newTenant();
  const until = '2026-11-20T00:00:00Z';
  await fixture.quota.setOverride({ tenant, meter: 'hard', limit: { type: 'capped', amount: 40 }, until }, by);
  expect(await take(tenant, { hard: 30 })).toBe(30);
  expect((await meter(tenant, 'hard')).override).toEqual({ until: '2026-11-20T00:00:00.000Z' });
  fixture.setNow(until);
  expect(await take(tenant, { hard: 1 })).toBe('exhausted');
  expect(await meter(tenant, 'hard')).toMatchObject({ line: 10, used: 30, status: 'over', override: null });
  await expect(
    fixture.quota.setOverride({ tenant, meter: 'hard', limit: null, until: startAt }, by),
  ).rejects.toMatchObject({ field: 'until' });
});
