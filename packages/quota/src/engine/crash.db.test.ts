import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crashCatalog, hotTenants } from '../testing/crash-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';

const processes = 4;
const forMs = 10_000;
const script = fileURLToPath(new URL('../testing/crash-caller.ts', import.meta.url));

type Report = { granted: { charge: string; amount: number }[]; outcomes: Record<string, number> };

let fixture: Awaited<ReturnType<typeof quotaFixture<typeof crashCatalog>>>;
const children: ChildProcess[] = [];
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: crashCatalog });
  for (const tenant of hotTenants) await fixture.quota.setPlan(tenant, 'hot', by);
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

it('what clients saw granted, the ledger and the balances agree, while backends are killed', {
  timeout: 90_000,
}, async () => {
  const stop = new AbortController();
  const reports = Promise.all(Array.from({ length: processes }, startCaller));
  const killing = killBackends(stop.signal);
  const [seen, killed] = await Promise.all([reports.finally(() => stop.abort()), killing]);
  expect(killed).toBeGreaterThan(10);

  const granted = seen.flatMap((report) => report.granted);
  const booked = await fixture.sql<{ charge: string; amount: number; times: number }[]>`
    select e.charge, e.amount::int as amount, count(*)::int as times from quota.entry e join quota.balance b on b.id = e.balance_id
    where b.meter = 'calls' group by 1, 2`;
  const line = ({ charge, amount }: { charge: string; amount: number }) => `${charge} ${amount}`;
  expect(granted.map(line).sort()).toEqual(booked.map(line).sort());
  expect(booked.filter(({ times }) => times > 1)).toEqual([]);

  const balances = await fixture.ledger();
  expect(balances.filter(({ used, ledger }) => used !== ledger)).toEqual([]);
  const lines = await fixture.sql<{ tenant: string; used: number; line: number }[]>`
    select tenant, used::int, line::int from quota.balance where meter = 'calls'`;
  expect(lines.filter(({ used, line: most }) => used > most)).toEqual([]);
  // A call for one more fits everywhere that is not full: refused ones must leave full balances exactly at their ceiling.
  for (const tenant of hotTenants) {
    let decision = await fixture.quota.consume({ tenant, meters: { calls: 1 } });
    while (decision.outcome === 'granted') decision = await fixture.quota.consume({ tenant, meters: { calls: 1 } });
  }
  expect(await fixture.sql`select used::int from quota.balance where tenant like 'hot%' and meter = 'calls'`).toEqual([
    { used: 400 },
    { used: 400 },
  ]);

  const keys = await fixture.sql`
    select key from quota.entry e join quota.balance b on b.id = e.balance_id where key is not null
    group by key having count(distinct charge) > 1`;
  expect(keys).toHaveLength(0);
  const twice = await fixture.sql`
    select tenant, facts ->> 'amount' from quota.notice group by tenant, facts ->> 'meter', facts ->> 'amount' having count(*) > 1`;
  expect(twice).toHaveLength(0);
  const [crossed] = await fixture.sql<[{ missing: number }]>`
    select count(*)::int as missing from quota.balance b cross join lateral unnest(array[ceil(b.line * 0.8), b.line]) as t(amount)
    where b.meter = 'calls' and b.used >= t.amount and not exists (
      select from quota.notice n where n.tenant = b.tenant and (n.facts ->> 'amount')::bigint = t.amount)`;
  expect(crossed.missing).toBe(0);
});
