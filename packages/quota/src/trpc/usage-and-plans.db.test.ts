import { createTRPCClient, httpBatchLink, type TRPCClient, TRPCClientError } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { by, type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';
import { serveTrpc } from '../testing/serve-trpc.ts';
import { createQuotaProcedures, createTestRouter, type TestRouter } from '../testing/trpc-app.ts';

let fixture: QuotaFixture;
let server: Awaited<ReturnType<typeof serveTrpc>>;
let router: TestRouter;
let client: TRPCClient<TestRouter>;
let n = 0;
let organisation = '';
let session = { user: 'ada', organisation, isOwner: true };

beforeAll(async () => {
  fixture = await quotaFixture();
  router = createTestRouter(createQuotaProcedures(fixture.quota));
  server = await serveTrpc(router, (headers) => ({ session, headers }));
  client = createTRPCClient<TestRouter>({ links: [httpBatchLink({ url: server.url, transformer: superjson })] });
});
afterAll(async () => {
  server.close();
  await fixture.close();
});
beforeEach(() => {
  organisation = `org-${++n}`;
  session = { user: 'ada', organisation, isOwner: true };
});

async function failure(call: Promise<unknown>): Promise<TRPCClientError<TestRouter>> {
  const cause = await call.catch((thrown: unknown) => thrown);
  expect(cause).toBeInstanceOf(TRPCClientError);
  return cause as TRPCClientError<TestRouter>;
}

it('usage.get shows all meters; a member without the right sees their own use only', async () => {
  await client.generate.mutate({ prompt: 'a' });
  session = { user: 'ben', organisation, isOwner: false };
  await client.generate.mutate({ prompt: 'b' });
  await client.generate.mutate({ prompt: 'c' });
  const own = await client.usage.get.query();
  expect(own).toMatchObject({ scope: 'own', meters: { generations: { used: 2 }, tokens: { used: 0 } } });
  expect(Object.keys(own.meters.generations).sort()).toEqual(['kind', 'period', 'used']);
  session = { user: 'ada', organisation, isOwner: true };
  const all = await client.usage.get.query();
  expect(all).toMatchObject({
    scope: 'tenant',
    plan: 'free',
    meters: { generations: { used: 3, remaining: 7, percent: 30 } },
  });
  expect(Object.keys(all.meters)).toEqual(['generations', 'tokens', 'runs', 'projects']);
});

it('plans.list shows the plans in order, and plans.change takes effect at once', async () => {
  expect(await client.plans.list.query()).toMatchObject({
    current: 'free',
    plans: [
      { name: 'free', current: true },
      { name: 'starter', title: 'Starter' },
    ],
  });
  await fixture.quota.consume({ tenant: organisation, meters: { generations: 10 } });
  await failure(client.generate.mutate({ prompt: 'x' }));
  expect(await client.plans.change.mutate({ plan: 'starter' })).toEqual({ plan: 'starter' });
  expect(await client.generate.mutate({ prompt: 'x' })).toMatchObject({ remaining: 89 });
  expect((await failure(client.plans.change.mutate({ plan: 'gold' as 'free' }))).data?.code).toBe('BAD_REQUEST');
  expect(await fixture.sql`select actor, action from quota.audit where tenant = ${organisation}`).toEqual([
    { actor: 'ada', action: 'set_plan' },
  ]);
});

it("usage.changes tells of other processes' calls within a second", async () => {
  const other = fixture.open();
  const leave = new AbortController();
  const caller = router.createCaller({ session, headers: new Headers() }, { signal: leave.signal });
  let seen = 0;
  const reading = (async () => {
    for await (const _ of await caller.usage.changes()) seen += 1;
  })();
  await vi.waitFor(() => expect(seen).toBe(1));
  await other.consume({ tenant: 'somebody-else', meters: { generations: 1 } });
  await other.consume({ tenant: organisation, meters: { generations: 1 } });
  await vi.waitFor(() => expect(seen).toBe(2), { timeout: 1_000 });
  await other.setPlan(organisation, 'starter', by);
  await vi.waitFor(() => expect(seen).toBe(3), { timeout: 1_000 });
  leave.abort();
  await reading;
});
