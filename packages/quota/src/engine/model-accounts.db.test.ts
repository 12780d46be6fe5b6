import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import { createTestQuota } from '../testing/test-quota.ts';
import type { Quota } from './quota.ts';

// Verbs that reach all tenants at once: random histories, of which several go on beside each other, can't play them.

const startAt = '2026-11-10T12:00:00.000Z';
let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt });
});
afterAll(() => fixture.close());

type Side = { quota: Quota<ContractsCatalog>; setNow(iso: string): void };

/** What a period that ended is told as, without ids. */
async function periodsOf({ quota }: Side, tenant: string): Promise<string[]> {
  const told: string[] = [];
  for await (const record of quota.exportTenant(tenant)) {
    if (record.type !== 'period') continue;
    const { meter, periodStart, used, held, included, granted, overage, late, closedAt } = record;
    told.push(JSON.stringify([meter, periodStart, used, held, included, granted, overage, late, closedAt]));
  }
  return told.sort();
}

const at = '2026-11-10T12:00:00Z';
const range = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };

/** Months of an organisation and its team, and what is answered and stored meanwhile. */
async function played(side: Side): Promise<unknown[]> {
  const { quota, setNow } = side;
  const [org, team] = ['org', 'team'];
  await quota.setTenant(org, { plan: 'organisation' }, by);
  await quota.setTenant(team, { parent: org }, by);
  await quota.grant({ tenant: team, meter: 'priced', amount: 2, source: 'bonus' }, by);
  await quota.consume({ tenant: team, meters: { priced: 15, soft: 12, tokens: 20, spill: 14, seats: 2, rolled: 3 } });
  await quota.record({ tenant: team, meters: { priced: 4 }, event: 'late', at });
  await quota.consume({ tenant: org, meters: { seats: 7, hard: 30 } });
  const held = await quota.hold({ tenant: team, meters: { hard: 4, weekly: 1 }, forMs: 2_592_000_000 });
  const hold = held.outcome === 'granted' ? held.hold : '';
  await quota.setPlan(org, 'team', by);

  const counts = { seats: async (tenant: string) => (tenant === org ? 6 : 2) };
  const answers: unknown[] = [
    await quota.reconcile({ all: true }, { count: counts }, by),
    await quota.reconcile({ all: true }, { count: counts, mend: true }, by),
    await quota
      .reconcile({ tenant: org }, { count: { seats: async () => -1 } }, by)
      .then(({ errors }) => errors.length),
    await quota.atRisk(),
    await quota.atRisk({ atLeast: 100, most: 2 }),
  ];
  setNow('2026-12-02T00:00:00.000Z');
  answers.push(await quota.closePeriods());
  setNow('2026-12-02T00:00:00.001Z');
  answers.push(await quota.closePeriods({ most: 2 }), await quota.closePeriods(), await quota.closePeriods());
  answers.push(await periodsOf(side, team), await periodsOf(side, org));
  answers.push({ ...(await quota.settle({ tenant: team, hold, meters: { hard: 1, weekly: 1 } })), hold: 'hold' });
  answers.push(await quota.reverse({ tenant: team, ...range }, by, { dryRun: false }));
  answers.push(await periodsOf(side, team), (await quota.usage(team)).meters);
  return answers.map((answer) => JSON.parse(JSON.stringify(answer)));
}

it('engine and model close, reconcile and rank alike', async () => {
  const model = createTestQuota(contractsCatalog, { now: startAt });
  const expected = await played({ quota: model, setNow: (iso) => model.clock.set(iso) });
  const answers = await played({ quota: fixture.quota, setNow: fixture.setNow });
  for (const [index, answer] of answers.entries()) expect(answer, `answer ${index}`).toEqual(expected[index]);
});
