import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Database } from '../database/connect.ts';
import { by, type QuotaFixture, quotaFixture, testCatalog } from '../testing/quota-fixture.ts';
import { noTerms } from './contract.ts';
import { type DecisionAnswer, type DecisionRequest, decide } from './decide.ts';
import { refusalOf } from './decision.ts';
import { newTenant as unseenTenant } from './tenants.ts';

/** The second try of a statement whose first answer was lost: both may run, in either order. One of them counts. */
let fixture: QuotaFixture;
let database: Database;
beforeAll(async () => {
  fixture = await quotaFixture();
  database = connect(fixture.url);
});
afterAll(async () => {
  await database.close();
  await fixture.close();
});

let n = 0;
/** A tenant with one charge, and its balances by meter. */
async function newTenant() {
  const tenant = `tenant-${++n}`;
  await fixture.quota.consume({ tenant, meters: { generations: 1, tokens: 1, projects: 1 } });
  const rows = await fixture.sql<{ meter: string; id: number }[]>`
    select meter, id::int from quota.balance where tenant = ${tenant}`;
  return { tenant, ids: Object.fromEntries(rows.map(({ meter, id }) => [meter, id])) as Record<string, number> };
}
const usedOf = async (tenant: string) =>
  Object.fromEntries(
    (await fixture.ledger())
      .filter((row) => row.tenant === tenant)
      .map(({ meter, used, ledger }) => [meter, { used, ledger }]),
  );
const request = (lines: { balance: number; amount: number }[]): DecisionRequest => ({
  kind: 'consume',
  lines: lines.map(({ balance, amount }) => ({ path: [balance], amount, isShadow: false })),
  charge: uuidv7(),
  key: null,
  requestHash: null,
  actor: '',
  feature: '',
});
const options = async () => {
  const [{ version: catalogVersion }] = await fixture.sql<
    [{ version: number }]
  >`select max(version)::int as version from quota.catalog`;
  const first = { batch: uuidv7(), isAgain: false, now: null, catalogVersion };
  return { first, again: { ...first, isAgain: true } };
};

it.each([1, 2])('a batch of %i asked again answers the same outcomes and charges, and books once', async (size) => {
  const { tenant, ids } = await newTenant();
  const id = ids.generations as number;
  const batch = [request([{ balance: id, amount: 4 }]), request([{ balance: id, amount: 50 }])].slice(0, size);
  const tries = await options();
  const first = await decide(database.sql, batch, tries.first);
  const second = await decide(database.sql, batch, tries.again);
  expect(second.answers.map(({ outcome, charge }) => [outcome, charge])).toEqual(
    first.answers.map(({ outcome, charge }) => [outcome, charge]),
  );
  expect((await usedOf(tenant)).generations).toEqual({ used: 5, ledger: 5 });
  const [refusals] =
    await fixture.sql`select coalesce(sum(count), 0)::int as n from quota.refusal where balance_id = ${id}`;
  expect(refusals).toEqual({ n: size - 1 });
});

it.each([
  [1, 'free'],
  [2, 'free'],
  [1, 'starter'],
  [2, 'starter'],
] as const)(
  'a refusal over %i lines asked again still says what was breached, on plan %s by then',
  async (size, plan) => {
    const { tenant, ids } = await newTenant();
    const asked = (
      [
        ['tokens', 5],
        ['generations', 50],
      ] as [string, number][]
    ).slice(-size);
    const batch = [request(asked.map(([meter, amount]) => ({ balance: ids[meter] as number, amount })))];
    const tries = await options();
    const first = await decide(database.sql, batch, tries.first);
    await fixture.quota.setPlan(tenant, plan, by);
    await fixture.quota.consume({ tenant, meters: { generations: 2 } });
    const second = await decide(database.sql, batch, tries.again);
    const known = { lineage: [unseenTenant(tenant, plan)], terms: { of: () => noTerms } };
    const refusals = [first, second].map(({ answers: [answer] }) =>
      refusalOf(testCatalog, known, asked, answer as DecisionAnswer),
    );
    expect(refusals[0]).toMatchObject({ reason: 'exhausted', meter: 'generations', asked: 50, used: 1 });
    expect(refusals[1]).toMatchObject({
      reason: 'exhausted',
      asked: plan === 'free' ? 50 : expect.any(Number),
      breaches: expect.any(Array),
    });
  },
);

it.each([1, 2])('several tries of a batch of %i at once book it once', async (size) => {
  const { tenant, ids } = await newTenant();
  const batch = [
    request([{ balance: ids.generations as number, amount: 1 }]),
    request([{ balance: ids.generations as number, amount: 2 }]),
  ];
  const tries = await options();
  const all = [tries.again, tries.first, tries.again, tries.again];
  const answers = await Promise.allSettled(all.map((one) => decide(database.sql, batch.slice(0, size), one)));
  const told = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.answers] : []));
  expect(told.length).toBeGreaterThan(0);
  for (const answer of told)
    expect(answer.map(({ charge }) => charge)).toEqual(batch.slice(0, size).map(({ charge }) => charge));
  const used = size === 1 ? 2 : 4;
  expect((await usedOf(tenant)).generations).toEqual({ used, ledger: used });
});

it.each([1, 2])('a first try of a batch of %i that runs late, after the second, books nothing', async (size) => {
  const { tenant, ids } = await newTenant();
  const batch = [4, 50].map((amount) => request([{ balance: ids.generations as number, amount }])).slice(0, size);
  const tries = await options();
  await decide(database.sql, batch, tries.again);
  await expect(decide(database.sql, batch, tries.first)).rejects.toMatchObject({ constraint_name: 'batch_pkey' });
  expect((await usedOf(tenant)).generations).toEqual({ used: 5, ledger: 5 });
});

it.each([
  [1, true],
  [3, false],
])('giving back %i twice under one id happens once, and answers the same', async (amount, isFreed) => {
  const { tenant } = await newTenant();
  const id = uuidv7();
  const free = () => database.sql<{ is_freed: boolean }[]>`
    select is_freed from quota.free_2(${id}, null, ${tenant}, 'projects', ${amount}, ${id}, '', '')`;
  const [first] = await free();
  await fixture.quota.consume({ tenant, meters: { projects: 2 } });
  const [late] = await free();
  expect([first, late]).toEqual([{ is_freed: isFreed }, { is_freed: isFreed }]);
  const left = 3 - (isFreed ? amount : 0);
  expect((await usedOf(tenant)).projects).toEqual({ used: left, ledger: left });
});
