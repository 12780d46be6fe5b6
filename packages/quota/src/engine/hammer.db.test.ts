import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crashCatalog, hotTenants, teamTenants } from '../testing/crash-catalog.ts';
import { isLong } from '../testing/long.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';

const processes = 4;
const forMs = isLong ? 20_000 : 8_000;
const script = fileURLToPath(new URL('../testing/crash-caller.ts', import.meta.url));

type Report = {
  granted: { charge: string; amount: number }[];
  settled: { hold: string; amount: number }[];
  outcomes: Record<string, number>;
};

let fixture: Awaited<ReturnType<typeof quotaFixture<typeof crashCatalog>>>;
const children: ChildProcess[] = [];
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: crashCatalog });
  for (const tenant of hotTenants) await fixture.quota.setPlan(tenant, 'hot', by);
  for (const tenant of teamTenants) await fixture.quota.setTenant(tenant, { plan: 'team', parent: 'hot-1' }, by);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await fixture.close();
});

function startCaller(): Promise<Report> {
  const child = fork(script, [fixture.url, String(forMs)], { execArgv: ['--import', 'tsx'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('message', (report) => resolve(report as Report));
    child.once('exit', (code) => reject(new Error(`A caller ended with ${code} before it reported.`)));
  });
}

/** Kills backends of the engine at random until told to stop. Returns how many. */
async function killBackends(signal: AbortSignal): Promise<number> {
  let killed = 0;
  while (!signal.aborted) {
    await sleep(250);
    const victims = await fixture.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'plimsoll' and random() < 0.05`;
    killed += victims.length;
  }
  return killed;
}

let seen: Report[];
let killed: number;
const total = (report: (report: Report) => number) => seen.map(report).reduce((sum, count) => sum + count, 0);

it('four processes spend and hold while backends are killed', { timeout: 120_000 }, async () => {
  const stop = new AbortController();
  const reports = Promise.all(Array.from({ length: processes }, startCaller));
  const killing = killBackends(stop.signal);
  [seen, killed] = await Promise.all([reports.finally(() => stop.abort()), killing]);
  expect(killed).toBeGreaterThan(10);
  const outcomes: Record<string, number> = {};
  for (const report of seen) {
    for (const [name, count] of Object.entries(report.outcomes)) outcomes[name] = (outcomes[name] ?? 0) + count;
  }
  console.log(`hammer: ${forMs / 1000} s, ${killed} backends killed, ${JSON.stringify(outcomes)}`);
  expect(Object.keys(outcomes).filter((name) => /Error/.test(name) && !/HoldEnded/.test(name))).toEqual([]);
});

it('what clients saw granted and settled is what the ledger has, each once', async () => {
  const line = ({ charge, amount }: { charge: string; amount: number }) => `${charge} ${amount}`;
  const booked = await fixture.sql<{ charge: string; amount: number; times: number }[]>`
    select e.charge, e.amount::int as amount, count(*)::int as times from quota.entry e join quota.balance b on b.id = e.balance_id
    where b.meter = 'calls' and e.kind = 'consume' and e.via is null group by 1, 2`;
  // A batch whose answer was lost for good may be booked and returned: nobody saw it.
  const returned = new Set(
    (await fixture.sql<{ charge: string }[]>`select charge from quota.entry where kind = 'refund'`).map(
      ({ charge }) => charge,
    ),
  );
  const standing = booked.filter(({ charge }) => !returned.has(charge));
  expect(
    seen
      .flatMap(({ granted }) => granted)
      .map(line)
      .sort(),
  ).toEqual(standing.map(line).sort());
  expect(booked.filter(({ times }) => times > 1)).toEqual([]);
  const settled = await fixture.sql<{ charge: string; amount: number }[]>`
    select charge, sum(amount)::int as amount from quota.entry where kind = 'settle' and via is null and amount > 0 group by charge`;
  const bySettle = new Map(settled.map(({ charge, amount }) => [charge, amount]));
  for (const { hold, amount } of seen.flatMap((report) => report.settled)) expect(bySettle.get(hold)).toBe(amount);
});

it('no balance is above its ceiling, each is what its ledger says, and holds that were forgotten are over', async () => {
  await sleep(1_200);
  for (const tenant of hotTenants) await fixture.quota.consume({ tenant, meters: { slots: 1, calls: 1 } });
  const apart = await fixture.sql`
    select b.tenant, b.meter, b.used, sum(e.amount) as ledger from quota.balance b left join quota.entry e on e.balance_id = b.id
    group by b.id having b.used <> coalesce(sum(e.amount), 0)`;
  expect(apart).toHaveLength(0);
  expect(await fixture.sql`select * from quota.balance where used + held > ceiling`).toHaveLength(0);
  const held = await fixture.sql`
    select b.id from quota.balance b left join quota.hold_line l on l.balance_id = b.id and l.is_held
    group by b.id having b.held <> coalesce(sum(greatest(l.amount - l.settled, 0)), 0)`;
  expect(held).toHaveLength(0);
  const endings = await fixture.sql<{ ending: string | null; twice: boolean }[]>`
    select h.ending, count(distinct e.kind) > 1 as twice from quota.hold h left join quota.entry e on e.charge = h.id group by h.id`;
  expect(endings.filter(({ twice }) => twice)).toEqual([]);
});

it('nobody was refused falsely: what is left is grantable to the last unit', async () => {
  for (const tenant of [...hotTenants, 'spread-7']) {
    let decision = await fixture.quota.consume({ tenant, meters: { calls: 1 } });
    while (decision.outcome === 'granted') decision = await fixture.quota.consume({ tenant, meters: { calls: 1 } });
    const [row] =
      await fixture.sql`select used = ceiling as full from quota.balance where tenant = ${tenant} and meter = 'calls'`;
    expect(row).toEqual({ full: true });
  }
  for (const tenant of hotTenants) {
    const { remaining } = (await fixture.quota.usage(tenant)).meters.slots;
    const left = remaining as number;
    if (left > 0)
      expect(await fixture.quota.consume({ tenant, meters: { slots: left } })).toMatchObject({ outcome: 'granted' });
    expect(await fixture.quota.consume({ tenant, meters: { slots: 1 } })).toMatchObject({ outcome: 'refused' });
  }
});

it('no key has two charges, and each crossing is told once', async () => {
  const keys =
    await fixture.sql`select key from quota.entry where key is not null group by key having count(distinct charge) > 1`;
  expect(keys).toHaveLength(0);
  const twice = await fixture.sql`
    select tenant, facts ->> 'amount' from quota.notice group by tenant, facts ->> 'meter', facts ->> 'amount' having count(*) > 1`;
  expect(twice).toHaveLength(0);
  const [crossed] = await fixture.sql<[{ missing: number }]>`
    select count(*)::int as missing from quota.balance b cross join lateral unnest(array[ceil(b.line * 0.8), b.line]) as t(amount)
    where b.meter = 'calls' and b.used >= t.amount and not exists (
      select from quota.notice n where n.tenant = b.tenant and (n.facts ->> 'amount')::bigint = t.amount)`;
  expect(crossed?.missing).toBe(0);
  expect(total(({ granted }) => granted.length)).toBeGreaterThan(100);
});
