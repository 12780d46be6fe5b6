import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import { erasedName } from './erased-name.ts';
import type { ExportRecord } from './export-tenant.ts';

let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeEach(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt: '2026-11-10T12:00:00Z' });
});
afterEach(() => fixture.close());

async function exported(tenant: string): Promise<ExportRecord[]> {
  const records: ExportRecord[] = [];
  for await (const record of fixture.quota.exportTenant(tenant)) records.push(record);
  return records;
}
/** Everything there is to store of a team: its organisation's pool, grants, holds, an override, an ended period, a refusal. */
async function live() {
  const { quota } = fixture;
  await quota.setTenant('org', { plan: 'organisation' }, by);
  await quota.setTenant('team', { parent: 'org' }, by);
  await quota.grant({ tenant: 'team', meter: 'hard', amount: 5, source: 'bonus' }, by);
  await quota.setOverride({ tenant: 'team', meter: 'seats', limit: { type: 'capped', amount: 9 } }, by);
  await quota.consume({ tenant: 'team', meters: { hard: 14, seats: 2, requests: 1 }, actor: 'ada', feature: 'chat' });
  await quota.consume({ tenant: 'team', meters: { hard: 14 }, actor: 'ada' });
  await quota.consume({ tenant: 'team', meters: { tokens: 7, spill: 12 }, actor: 'ada' });
  await quota.hold({ tenant: 'team', meters: { tokens: 3, hard: 1 } });
  await quota.consume({ tenant: 'org', meters: { tokens: 1 }, actor: 'olga' });
}

const orderOf = (record: ExportRecord) =>
  record.type === 'entry' ? [record.meter, record.pool ?? '', record.amount].join() : '';
const entriesOf = (records: ExportRecord[]) =>
  records.filter(({ type }) => type === 'entry').sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));

const rowsOf = async () => {
  const tables = [
    'entry',
    'balance',
    'hold',
    'hold_line',
    'grant',
    'override',
    'period',
    'refusal',
    'notice',
    'opening',
    'audit',
  ];
  const counts = await Promise.all(
    tables.map(async (table) => {
      const [row] = await fixture.sql`select count(*)::int as n from quota.${fixture.sql(table)}`;
      return [table, row?.n];
    }),
  );
  return Object.fromEntries(counts);
};

it('what is stored of a tenant is told, typed, and nothing of another one', async () => {
  await live();
  fixture.setNow('2026-12-01T00:00:00Z');
  await fixture.quota.consume({ tenant: 'team', meters: { hard: 1 } });
  const records = await exported('team');
  const count = (type: ExportRecord['type']) => records.filter((record) => record.type === type).length;
  expect(records[0]).toMatchObject({ type: 'tenant', tenant: 'team', parent: 'org', plan: 'team', nextPlanAt: null });
  expect(entriesOf(records)).toMatchObject([
    { meter: 'hard', amount: 1, periodStart: '2026-12-01T00:00:00.000Z' },
    { meter: 'hard', amount: 14, kind: 'consume', feature: 'chat', at: '2026-11-10T12:00:00.000Z', pool: null },
    { meter: 'seats', amount: 2, periodStart: null },
    { meter: 'spill', amount: 10, pool: null },
    { meter: 'spill', amount: 2, pool: 'drawn', actor: 'ada' },
    { meter: 'tokens', amount: 7, pool: null },
    { meter: 'tokens', amount: 7, pool: 'drawn' },
  ]);
  expect(records.find(({ type }) => type === 'hold')).toMatchObject({
    lines: [{ amount: 3 }, { amount: 3 }, { amount: 1 }],
  });
  expect(records.find(({ type }) => type === 'grant')).toMatchObject({ amount: 5, expiresAt: null, reason: 'a test' });
  expect(records.find(({ type }) => type === 'period')).toMatchObject({ meter: 'hard', used: 14, closedAt: null });
  expect(records.find(({ type }) => type === 'refusal')).toMatchObject({ meter: 'hard', actor: 'ada', asked: 14 });
  expect([count('override'), count('notice') > 0, count('audit')]).toEqual([1, true, 3]);
  expect(JSON.stringify(records)).not.toContain('olga');
  expect(JSON.parse(JSON.stringify(records))).toEqual(records);
  expect(await exported('nobody')).toEqual([]);
});

it("a parent's export has what its pool gave, without the child's people", async () => {
  await live();
  expect(entriesOf(await exported('org'))).toMatchObject([
    { meter: 'spill', amount: 2, pool: 'given', actor: '' },
    { meter: 'tokens', amount: 1, pool: null, actor: 'olga' },
    { meter: 'tokens', amount: 7, pool: 'given', actor: '', feature: '' },
  ]);
});

it('a long ledger streams in pages, each entry once', async () => {
  await fixture.quota.consume(Array.from({ length: 2_300 }, () => ({ tenant: 'long', meters: { soft: 1 } })));
  const charges = (await exported('long')).flatMap((record) => (record.type === 'entry' ? [record.charge] : []));
  expect([charges.length, new Set(charges).size]).toEqual([2_300, 2_300]);
});

it('an erased tenant leaves one line, and what it drew and held of a pool is right there', async () => {
  await fixture.quota.consume({ tenant: 'third', meters: { hard: 1 } });
  await live();
  fixture.setNow('2026-12-05T00:00:00Z');
  await fixture.quota.closePeriods();
  fixture.setNow('2026-12-05T01:00:00Z');
  await fixture.quota.consume({ tenant: 'team', meters: { tokens: 2 } });
  await fixture.quota.hold({ tenant: 'team', meters: { tokens: 30 } });
  expect((await fixture.quota.usage('org')).meters.tokens.held).toBe(30);
  expect(await fixture.quota.eraseTenant('team', by)).toEqual({ erased: true });
  expect(await exported('team')).toEqual([]);
  expect(await fixture.sql`select count(*)::int as n from quota.hold`).toEqual([{ n: 0 }]);
  const [{ traces } = { traces: 0 }] = await fixture.sql`
    select (select count(*) from quota.hold_line) + (select count(*) from quota."grant") + (select count(*) from quota.override)
      + (select count(*) from quota.balance where tenant = 'team') + (select count(*) from quota.notice where tenant = 'team')
      + (select count(*) from quota.refusal r where not exists (select from quota.balance b where b.id = r.balance_id))
      + (select count(*) from quota.opening r where not exists (select from quota.balance b where b.id = r.balance_id))
      + (select count(*) from quota.period r where not exists (select from quota.balance b where b.id = r.balance_id))
      + (select count(*) from quota.entry r where not exists (select from quota.balance b where b.id = r.balance_id))::int as traces`;
  expect(Number(traces)).toBe(0);
  expect(await exported(erasedName('team'))).toMatchObject([{ type: 'audit', action: 'erase_tenant', ...by }]);
  expect((await fixture.quota.usage('org')).meters.tokens).toMatchObject({ used: 2, held: 0 });
  expect((await fixture.quota.reconcile({ all: true }, {}, by)).drifts).toEqual([]);
  expect(await fixture.quota.eraseTenant('team', by)).toEqual({ erased: false });
  const eraseAndMore = fixture.sql.begin(async (tx) => {
    await tx`select quota.erase_tenant_1(null, 'nobody', 'tester', 'a test'), quota.erase_tenant_1(null, 'third', 'tester', 'a test')`;
    await tx`delete from quota.entry`;
  });
  await expect(eraseAndMore).rejects.toThrow('append-only');
});

it('a tenant with children is refused until they are gone, and their draws go with its ledger', async () => {
  await live();
  const before = await rowsOf();
  await expect(fixture.quota.eraseTenant('org', by)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    field: 'tenant',
  });
  expect(await rowsOf()).toEqual(before);
  await fixture.quota.setTenant('team', { parent: null }, by);
  expect(await fixture.quota.eraseTenant('org', by)).toEqual({ erased: true });
  expect(await fixture.quota.consume({ tenant: 'team', meters: { spill: 1 } })).toMatchObject({ outcome: 'refused' });
  const [hold] = await fixture.sql`select id from quota.hold`;
  expect(await fixture.quota.release({ tenant: 'team', hold: hold?.id })).toMatchObject({ ended: true });
  expect((await fixture.quota.reconcile({ all: true }, {}, by)).drifts).toEqual([]);
});

it('calls of a tenant that is erased meanwhile are those of a new one', async () => {
  let isRunning = true;
  const traffic = [fixture.quota, fixture.open()].map(async (quota) => {
    const outcomes = [];
    while (isRunning) outcomes.push((await quota.consume({ tenant: 'busy', meters: { soft: 1 } })).outcome);
    return outcomes;
  });
  for (let round = 0; round < 5; round++) {
    await expect.poll(() => fixture.quota.eraseTenant('busy', by)).toEqual({ erased: true });
  }
  isRunning = false;
  expect(new Set((await Promise.all(traffic)).flat())).toEqual(new Set(['granted']));
  expect((await fixture.quota.reconcile({ all: true }, {}, by)).drifts).toEqual([]);
});
