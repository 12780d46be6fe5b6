import { createTRPCClient, httpBatchLink, httpBatchStreamLink, type TRPCClient, TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { quotaHeaders } from '../client.ts';
import { quotaFixture } from '../testing/quota-fixture.ts';
import { serveTrpc } from '../testing/serve-trpc.ts';
import {
  createHoldProcedures,
  createHoldRouter,
  type HoldCatalog,
  type HoldRouter,
  holdCatalog,
  type Middle,
  notReturned,
} from '../testing/trpc-hold-app.ts';

let fixture: Awaited<ReturnType<typeof quotaFixture<HoldCatalog>>>;
let server: Awaited<ReturnType<typeof serveTrpc>>;
let router: HoldRouter;
let client: TRPCClient<HoldRouter>;
let streaming: TRPCClient<HoldRouter>;
let n = 0;
let organisation = '';
let middle: Middle | undefined;

beforeAll(async () => {
  fixture = await quotaFixture({ catalog: holdCatalog });
  router = createHoldRouter(createHoldProcedures(fixture.quota), fixture.quota, () => middle);
  server = await serveTrpc(router, (headers) => ({ organisation, isOwner: true, headers }));
  const options = { url: server.url, headers: quotaHeaders };
  client = createTRPCClient<HoldRouter>({ links: [httpBatchLink(options)] });
  streaming = createTRPCClient<HoldRouter>({ links: [httpBatchStreamLink(options)] });
});
afterAll(async () => {
  server.close();
  await fixture.close();
});
beforeEach(() => {
  organisation = `org-${++n}`;
  middle = undefined;
});

/** A handler that waits in its middle until it is told to go on. */
function stopInTheMiddle() {
  const reached = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  middle = { reached: reached.resolve, goOn: goOn.promise };
  return { reached: reached.promise, goOn: goOn.resolve };
}
const standing = async (meter: 'tokens' | 'generations' | 'seats' = 'tokens') => {
  const { used, held, remaining } = (await fixture.quota.usage(organisation)).meters[meter];
  return { used, held, remaining };
};
const failure = async (call: Promise<unknown>) => {
  const cause = await call.catch((thrown: unknown) => thrown);
  expect(cause).toBeInstanceOf(TRPCClientError);
  return cause as TRPCClientError<HoldRouter>;
};

it('holds the most before the handler, books what it settles, and returns the rest', async () => {
  const { reached, goOn } = stopInTheMiddle();
  const call = client.write.mutate({ most: 1_000, parts: [100, 50], last: 230 });
  await reached;
  expect(await standing()).toEqual({ used: 150, held: 850, remaining: 0 });
  goOn();
  expect(await call).toEqual({
    held: 1_000,
    settled: [
      { booked: 100, returned: 0, above: 0, late: false, ended: false },
      { booked: 50, returned: 0, above: 0, late: false, ended: false },
      { booked: 230, returned: 620, above: 0, late: false, ended: true },
    ],
  });
  expect(await standing()).toEqual({ used: 380, held: 0, remaining: 620 });
});

it('of a handler that forgets to settle in the end the parts stand and the rest is returned', async () => {
  await client.write.mutate({ most: 500, parts: [20] });
  expect(await standing()).toEqual({ used: 20, held: 0, remaining: 980 });
  await client.write.mutate({ most: 500 });
  expect(await standing()).toEqual({ used: 20, held: 0, remaining: 980 });
});

it.each(['throws', 'badly'] as const)(
  'what was settled stands where the handler ends %s; the rest is returned',
  async (ends) => {
    await failure(client.write.mutate({ most: 500, parts: [20, 10], ends }));
    expect(await standing()).toEqual({ used: 30, held: 0, remaining: 970 });
    await failure(client.write.mutate({ most: 500, last: 70, ends }));
    expect(await standing()).toEqual({ used: 100, held: 0, remaining: 900 });
  },
);

it('a settling beyond the hold is booked, and told', async () => {
  const { settled } = await client.write.mutate({ most: 10, last: 25 });
  expect(settled).toMatchObject([{ booked: 25, returned: 0, above: 15 }]);
  expect(await standing()).toEqual({ used: 25, held: 0, remaining: 975 });
});

it('holds nothing for an invalid input, and makes no call that is refused', async () => {
  await failure(client.write.mutate({ most: 'x' } as never));
  expect(await standing()).toMatchObject({ held: 0 });
  const refused = await failure(client.write.mutate({ most: 1_001, last: 1 }));
  expect(refused.data).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    quota: {
      reason: 'exhausted',
      asked: 1_001,
      remedies: [
        { type: 'reduce', amount: 1_000 },
        { type: 'upgrade', plan: 'large' },
      ],
    },
  });
  expect(await standing()).toEqual({ used: 0, held: 0, remaining: 1_000 });
});

it('a stream settles as it goes; one that breaks off keeps what it settled and releases the rest', async () => {
  const read = async (ends: 'well' | 'throws') => {
    const booked: number[] = [];
    for await (const part of await streaming.stream.mutate({ most: 400, parts: [10, 20], last: 5, ends }))
      booked.push(part.booked);
    return booked;
  };
  expect(await read('well')).toEqual([10, 20, 5]);
  expect(await standing()).toEqual({ used: 35, held: 0, remaining: 965 });
  await expect(read('throws')).rejects.toThrow(/broke off/);
  await vi.waitFor(async () => expect(await standing()).toEqual({ used: 65, held: 0, remaining: 935 }));
});

it('a reader who leaves a stream has used what was settled so far; the rest is released', async () => {
  const parts = Array.from({ length: 100 }, () => 1);
  for await (const part of await streaming.stream.mutate({ most: 400, parts })) {
    expect(part).toMatchObject({ booked: 1, ended: false });
    break;
  }
  await vi.waitFor(async () => expect(await standing()).toMatchObject({ held: 0 }));
  const { used } = await standing();
  expect(used).toBeGreaterThanOrEqual(1);
  expect(used).toBeLessThan(100);
});

it('a stream that is left before its first part, or never read, holds nothing for long', async () => {
  const caller = router.createCaller({ organisation, isOwner: true, headers: new Headers() });
  const left = await caller.stream({ most: 300, parts: [1] });
  expect(await standing()).toMatchObject({ held: 300 });
  await left[Symbol.asyncIterator]().return?.(undefined);
  expect(await standing()).toMatchObject({ used: 0, held: 0 });
  await caller.stream({ most: 300, parts: [1] });
  await vi.waitFor(async () => expect(await standing()).toMatchObject({ used: 0, held: 0 }), { timeout: 5_000 });
});

it('while a handler runs longer than half of its hold, the hold is extended by itself', async () => {
  const { reached, goOn } = stopInTheMiddle();
  const call = client.write.mutate({ most: 100, last: 100 });
  await reached;
  const expiry = async () => {
    const [hold] = await fixture.sql<{ at: number }[]>`
      select extract(epoch from expires_at)::float8 as at from quota.hold where tenant = ${organisation}`;
    return hold?.at ?? 0;
  };
  const first = await expiry();
  await vi.waitFor(async () => expect((await expiry()) - first).toBeGreaterThan(1), { timeout: 5_000 });
  goOn();
  expect((await call).settled).toMatchObject([{ booked: 100, late: false }]);
});

it('a charge and a hold of one call stand or fall together, under one key', async () => {
  const context = { idempotencyKey: 'one' };
  const generate = async (input: { most: number; last?: number; ends?: 'throws' }) => {
    for await (const _ of await streaming.generate.mutate(input, { context }));
  };
  const refused = await generate({ most: 5_000 }).catch((cause: unknown) => cause);
  expect(refused).toMatchObject({ data: { quota: { meter: 'tokens', reason: 'exhausted' } } });
  await expect(generate({ most: 500, ends: 'throws' })).rejects.toThrow(/no text/);
  await vi.waitFor(async () => expect(await standing('generations')).toMatchObject({ used: 0 }));
  expect(await standing()).toMatchObject({ used: 0, held: 0 });
  await generate({ most: 500, last: 40 });
  expect([(await standing()).used, (await standing('generations')).used]).toEqual([40, 1]);
  const replayed = await generate({ most: 500, last: 40 }).catch((cause: unknown) => cause);
  expect(replayed).toMatchObject({ data: { code: 'CONFLICT', quota: { outcome: 'replayed' } } });
  expect([(await standing()).used, (await standing('generations')).used]).toEqual([40, 1]);
});

it('a key whose hold took something is not run again; one whose hold was returned whole is', async () => {
  const context = { idempotencyKey: 'two' };
  await failure(client.write.mutate({ most: 500, ends: 'throws' }, { context }));
  expect(await client.write.mutate({ most: 500, last: 3 }, { context })).toMatchObject({ held: 500 });
  const again = await failure(client.write.mutate({ most: 500, last: 3 }, { context }));
  expect(again.data).toMatchObject({ code: 'CONFLICT', quota: { outcome: 'replayed', charge: expect.any(String) } });
  expect(await standing()).toEqual({ used: 3, held: 0, remaining: 997 });
});

it('the middleware holds behind the input that it reads', async () => {
  expect(await client.upload.mutate({ most: 2, last: 1 })).toMatchObject({ booked: 1, returned: 1, ended: true });
  expect(await standing('seats')).toEqual({ used: 1, held: 0, remaining: 1 });
  expect((await failure(client.upload.mutate({ most: 2 }))).data?.quota).toMatchObject({ meter: 'seats' });
});

it('several meters of one call are granted all or none', async () => {
  expect(await client.both.mutate()).toBe(7);
  await fixture.quota.consume({ tenant: organisation, meters: { generations: 5 } });
  const refused = await failure(client.both.mutate());
  expect(refused.data?.quota).toMatchObject({ reason: 'exhausted', meter: 'generations' });
  // The refused call took nothing of the rate.
  expect(await client.ping.query()).toBe('pong');
});

it('a failed call that only spent of a rate has nothing to return', async () => {
  await failure(client.broken.query());
  expect(notReturned).toEqual([]);
});

it('settling again after the end is an error that says so, and books nothing', async () => {
  const ended = await failure(client.twice.mutate());
  expect(ended.data).toMatchObject({ code: 'BAD_REQUEST', quota: { outcome: 'invalid', field: 'hold' } });
  expect(await standing()).toEqual({ used: 1, held: 0, remaining: 999 });
});
