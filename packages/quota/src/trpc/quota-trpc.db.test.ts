import { createTRPCClient, httpBatchLink, httpBatchStreamLink, type TRPCClient, TRPCClientError } from '@trpc/client';
import superjson from 'superjson';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { idempotencyLink, quotaHeaders } from '../client.ts';
import { type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';
import { serveTrpc } from '../testing/serve-trpc.ts';
import {
  createQuotaProcedures,
  createTestRouter,
  handled,
  protectedProcedure,
  type TestRouter,
} from '../testing/trpc-app.ts';

let fixture: QuotaFixture;
let server: Awaited<ReturnType<typeof serveTrpc>>;
let router: TestRouter;
let url: string;
let client: TRPCClient<TestRouter>;
let streaming: TRPCClient<TestRouter>;
let n = 0;
let organisation = '';
let session: { user: string; organisation: string; isOwner: boolean } | null = null;

beforeAll(async () => {
  fixture = await quotaFixture();
  router = createTestRouter(createQuotaProcedures(fixture.quota));
  server = await serveTrpc(router, (headers) => ({ session, headers }));
  url = server.url;
  const options = { url, transformer: superjson, headers: quotaHeaders };
  client = createTRPCClient<TestRouter>({ links: [httpBatchLink(options)] });
  streaming = createTRPCClient<TestRouter>({
    links: [httpBatchStreamLink(options)],
  });
});
afterAll(async () => {
  server.close();
  await fixture.close();
});
beforeEach(() => {
  organisation = `org-${++n}`;
  session = { user: 'ada', organisation, isOwner: true };
  handled.length = 0;
});

const used = async (meter: 'generations' | 'tokens' = 'generations') =>
  (await fixture.quota.usage(organisation)).meters[meter].used;
async function failure(call: Promise<unknown>): Promise<TRPCClientError<TestRouter>> {
  const cause = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(cause).toBeInstanceOf(TRPCClientError);
  return cause as TRPCClientError<TestRouter>;
}

it('charges before the handler, which sees what remains; dates pass through the transformer', async () => {
  const at = new Date(0);
  expect(await client.generate.mutate({ prompt: 'fog', at })).toEqual({
    text: 'FOG',
    remaining: 9,
    meter: 'generations',
    at,
  });
  expect(await used()).toBe(1);
  const [entry] = await fixture.sql`
    select e.feature, e.actor from quota.entry e join quota.balance b on b.id = e.balance_id where b.tenant = ${organisation}`;
  expect(entry).toEqual({ feature: 'generate', actor: 'ada' });
});

it('never charges an invalid input, whichever of several inputs fails', async () => {
  const invalid = await failure(client.generate.mutate({ prompt: '' }));
  expect(invalid.data).toMatchObject({
    code: 'BAD_REQUEST',
    quota: null,
    zod: { fieldErrors: { prompt: [expect.any(String)] } },
  });
  await failure(client.twoInputs.mutate({ a: 'x' } as never));
  await failure(client.twoInputs.mutate({ b: 1 } as never));
  await failure(client.tokens.mutate({ maxTokens: 5 } as never));
  expect([await used(), await used('tokens')]).toEqual([0, 0]);
  expect(await client.twoInputs.mutate({ a: 'x', b: 1 })).toBe('x1');
});

it('gives the charge back when the handler throws, and when its output is invalid', async () => {
  await failure(client.generate.mutate({ prompt: 'boom' }));
  await failure(client.badOutput.mutate());
  expect(handled).toEqual(['boom']);
  expect(await used()).toBe(0);
  const kinds = await fixture.sql`
    select e.kind from quota.entry e join quota.balance b on b.id = e.balance_id where b.tenant = ${organisation} order by e.seq`;
  expect(kinds.map(({ kind }) => kind)).toEqual(['consume', 'refund', 'consume', 'refund']);
});

it('keeps the charge of a failed attempt where the procedure says so', async () => {
  await failure(client.attempt.mutate());
  expect(await used()).toBe(1);
});

it('does not charge what a later middleware refuses, and says so where one reads ctx.quota too early', async () => {
  expect((await failure(client.guarded.mutate({ ok: false }))).data?.code).toBe('FORBIDDEN');
  expect(await used()).toBe(0);
  expect(await client.guarded.mutate({ ok: true })).toBe(10);
  expect((await failure(client.tooEarly.mutate())).message).toMatch(/read it in the handler/);
  expect(await used()).toBe(1);
});

it('an amount is read from the input; one that can not be is a typed error that names the field', async () => {
  expect(await client.tokens.mutate({ maxTokens: 400, more: 'm' })).toEqual(['tokens', 400, 'm']);
  expect(await client.upload.mutate({ bytes: 100 })).toBe(500);
  await failure(client.upload.mutate({ bytes: 13 }));
  const wrong = await failure(client.tokens.mutate({ maxTokens: 1.5, more: 'm' }));
  expect(wrong.data).toMatchObject({
    code: 'BAD_REQUEST',
    quota: { outcome: 'invalid', field: 'meters.tokens', remedy: expect.any(String) },
  });
  expect(await used('tokens')).toBe(500);
});

it('a refusal is data to render: reason, numbers and remedies', async () => {
  await fixture.quota.consume({ tenant: organisation, meters: { generations: 10 } });
  const refused = await failure(client.generate.mutate({ prompt: 'one more' }));
  expect(refused.data?.code).toBe('TOO_MANY_REQUESTS');
  expect(refused.data?.quota).toMatchObject({
    outcome: 'refused',
    reason: 'exhausted',
    meter: 'generations',
    asked: 1,
    used: 10,
    line: 10,
    remaining: 0,
    period: { start: expect.stringMatching(/^\d{4}-/), end: expect.stringMatching(/^\d{4}-/) },
    remedies: [{ type: 'upgrade', plan: 'starter', more: 90 }, { type: 'wait' }],
  });
  expect(handled).toEqual([]);
  const notInPlan = await failure(client.runs.query());
  expect(notInPlan.data).toMatchObject({
    code: 'FORBIDDEN',
    quota: { reason: 'not_in_plan', remedies: [{ type: 'upgrade', plan: 'starter' }] },
  });
});

it('who may not change the plan is told to ask an owner, and can not change it', async () => {
  session = { user: 'ben', organisation, isOwner: false };
  await fixture.quota.consume({ tenant: organisation, meters: { generations: 10 } });
  const refused = await failure(client.generate.mutate({ prompt: 'x' }));
  expect(refused.data?.quota).toMatchObject({
    remedies: [{ type: 'ask_owner', plan: 'starter', name: 'Starter' }, { type: 'wait' }],
  });
  expect((await failure(client.plans.change.mutate({ plan: 'starter' }))).data?.code).toBe('FORBIDDEN');
  expect((await fixture.quota.usage(organisation)).plan).toBe('free');
});

it('decides each call of one HTTP batch by itself', async () => {
  const calls = Array.from({ length: 30 }, (_, i) => client.generate.mutate({ prompt: i % 3 === 0 ? '' : `p${i}` }));
  const results = await Promise.allSettled(calls);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  expect(await used()).toBe(10);
});

it('each operation of a batch has its own key; a replayed one does not run its handler again', async () => {
  const keyed = (key?: string) => ({ context: key === undefined ? {} : { idempotencyKey: key } });
  const send = () =>
    Promise.allSettled([
      client.generate.mutate({ prompt: 'a' }, keyed('key-a,1')),
      client.generate.mutate({ prompt: 'b' }, keyed()),
      client.generate.mutate({ prompt: 'c' }, keyed('key-c')),
    ]);
  await send();
  const [a, b, c] = await send();
  expect([a?.status, b?.status, c?.status]).toEqual(['rejected', 'fulfilled', 'rejected']);
  expect((a as PromiseRejectedResult).reason.data).toMatchObject({
    code: 'CONFLICT',
    quota: { outcome: 'replayed', charge: expect.any(String) },
  });
  expect(handled.sort()).toEqual(['a', 'b', 'b', 'c']);
  expect(await used()).toBe(4);
});

it('idempotencyLink gives each mutation a key of its own', async () => {
  const keys: unknown[] = [];
  const linked = createTRPCClient<TestRouter>({
    links: [
      idempotencyLink(),
      httpBatchLink({
        url,
        transformer: superjson,
        headers: (opts) => {
          keys.push(...opts.opList.map(({ context }) => context.idempotencyKey));
          return quotaHeaders(opts);
        },
      }),
    ],
  });
  await Promise.all([
    linked.generate.mutate({ prompt: 'a' }),
    linked.generate.mutate({ prompt: 'b' }),
    linked.plain.query(),
  ]);
  expect(keys.filter((key) => typeof key === 'string')).toHaveLength(2);
  expect(new Set(keys).size).toBe(3);
});

it('keeps other builders usable: concat, other bases, unprotected procedures, server-side callers', async () => {
  expect(await client.concat.query({ x: 1, trace: 't' })).toEqual([true, 1, 10]);
  expect(await client.owned.query()).toBe('ada');
  expect(await client.plain.query()).toBe('free of charge');
  const caller = router.createCaller({ session, headers: new Headers() });
  expect((await caller.generate({ prompt: 'in' })).remaining).toBe(7);
  await expect(caller.generate({ prompt: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  expect(await used()).toBe(3);
});

it('refuses at build time what would lose the charge', () => {
  const { quotaProcedure } = createQuotaProcedures(fixture.quota);
  expect(() => protectedProcedure.concat(quotaProcedure('generations') as never)).toThrow(/quotaProcedure.on/);
  const unknown = quotaProcedure('generations') as unknown as { caller(factory: unknown): unknown };
  expect(() => unknown.caller(() => {})).not.toThrow(/_def/);
});

it('a stream that breaks off is given back; one that ends or is left by its reader is not', async () => {
  const read = async (breakAt: number) => {
    const got: number[] = [];
    for await (const i of await streaming.stream.mutate({ breakAt })) got.push(i);
    return got;
  };
  expect(await read(9)).toEqual([0, 1, 2, 3]);
  expect(await used()).toBe(1);
  await expect(read(2)).rejects.toThrow(/mid-stream/);
  await vi.waitFor(async () => expect(await used()).toBe(1));
  const refunds = async () =>
    (
      await fixture.sql`select from quota.entry e join quota.balance b on b.id = e.balance_id where b.tenant = ${organisation} and e.kind = 'refund'`
    ).length;
  await vi.waitFor(async () => expect(await refunds()).toBe(1));
  for await (const i of await streaming.stream.mutate({ breakAt: 9 })) if (i === 1) break;
  expect([await used(), await refunds()]).toEqual([2, 1]);
});

it('a reader who leaves has used the charge, also where the handler throws since its source is aborted with the reader', async () => {
  const leave = new AbortController();
  const caller = router.createCaller({ session, headers: new Headers() }, { signal: leave.signal });
  const parts = (await caller.stream({ breakAt: -1 }))[Symbol.asyncIterator]();
  expect([(await parts.next()).value, (await parts.next()).value]).toEqual([0, 1]);
  const broken = parts.next();
  leave.abort();
  await expect(broken).rejects.toBeDefined();
  expect(await used()).toBe(1);
});

it('a call without a session is not decided', async () => {
  session = null;
  for (const call of [client.generate.mutate({ prompt: 'x' }), client.usage.get.query(), client.plans.list.query()]) {
    expect((await failure(call)).data?.code).toBe('UNAUTHORIZED');
  }
  expect(await used()).toBe(0);
});
