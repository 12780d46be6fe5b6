import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Executor, startExecutor } from '@plimsoll/local';
import { Inngest } from 'inngest';
import { serve } from 'inngest/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { aggregateUsage, aggregationAsked, turnAsked, turnPeriods } from '../inngest.ts';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { quotaFixture } from '../testing/quota-fixture.ts';

/** The functions, served by the real SDK and run by the executor over HTTP. */
let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
let server: Server;
let executor: Executor;
let inngest: Inngest;
const never = '0 0 1 1 *';

beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt: '2026-11-10T12:00:00Z' });
  server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const app = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest`;
  executor = await startExecutor({
    databaseUrl: fixture.url,
    port: 0,
    apps: [app],
    retryDelaysMs: () => 50,
    syncEveryMs: 100,
  });
  inngest = new Inngest({ id: 'app', isDev: true, baseUrl: executor.url, eventKey: 'test' });
  const { quota } = fixture;
  const functions = [aggregateUsage({ inngest, quota, cron: never }), turnPeriods({ inngest, quota, cron: never })];
  const listener = serve({ client: inngest, functions });
  await vi.waitFor(
    async () => {
      const known = (await (await fetch(`${executor.url}/api/functions`)).json()) as {
        id: string;
        problem: string | null;
      }[];
      expect(known.map(({ id, problem }) => [id, problem])).toEqual([
        ['app-aggregate-usage', null],
        ['app-turn-periods', null],
      ]);
    },
    { timeout: 15_000 },
  );
});
afterAll(async () => {
  await executor.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await fixture.close();
});

/** What the last run of a function returned, once there are so many and all have ended. */
async function outputOf(id: string, runs: number): Promise<unknown> {
  return vi.waitFor(
    async () => {
      const all = (await (await fetch(`${executor.url}/api/runs?function=app-${id}`)).json()) as {
        id: string;
        status: string;
      }[];
      expect(all.map(({ status }) => status)).toEqual(Array.from({ length: runs }, () => 'completed'));
      const run = (await (await fetch(`${executor.url}/api/runs/${all[0]?.id}`)).json()) as { output: unknown };
      return run.output;
    },
    { timeout: 15_000 },
  );
}

it('aggregation reads what the ledger gained, once, and again what it gains later', async () => {
  const { quota } = fixture;
  await quota.consume({ tenant: 'a', meters: { soft: 3 }, feature: 'chat' });
  await quota.consume({ tenant: 'b', meters: { soft: 4 } });
  await inngest.send({ name: aggregationAsked, data: {} });
  expect(await outputOf('aggregate-usage', 1)).toEqual({ entries: 2, done: true });
  await quota.consume({ tenant: 'a', meters: { soft: 2 } });
  await inngest.send({ name: aggregationAsked, data: {} });
  expect(await outputOf('aggregate-usage', 2)).toEqual({ entries: 1, done: true });
  const rolled = await fixture.sql`
    select b.tenant, r.amount::int from quota.rollup r join quota.balance b on b.id = r.balance_id where r.grain = 'day' order by 1, 2`;
  expect(rolled).toEqual([
    { tenant: 'a', amount: 2 },
    { tenant: 'a', amount: 3 },
    { tenant: 'b', amount: 4 },
  ]);
});

it('after days without a run periods that ended are turned and closed, each once', async () => {
  const { quota } = fixture;
  await Promise.all(Array.from({ length: 30 }, (_, i) => quota.consume({ tenant: `month-${i}`, meters: { hard: 2 } })));
  fixture.setNow('2027-02-03T00:00:00Z');
  await inngest.send({ name: turnAsked, data: {} });
  const { closed } = (await outputOf('turn-periods', 1)) as { closed: number };
  const periods = await fixture.sql`
    select count(*)::int as n, sum(p.included)::int as included from quota.period p join quota.balance b on b.id = p.balance_id
    where b.tenant like 'month-%' and p.used > 0 and p.closed_at is not null`;
  expect(periods).toEqual([{ n: 30, included: 60 }]);
  expect(closed).toBeGreaterThanOrEqual(30);
  await inngest.send({ name: turnAsked, data: {} });
  expect(await outputOf('turn-periods', 2)).toEqual({ closed: 0 });
});
