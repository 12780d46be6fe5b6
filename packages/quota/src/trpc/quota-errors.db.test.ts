import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createQuota, type Quota } from '../server.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import { serveTrpc } from '../testing/serve-trpc.ts';
import {
  createHoldProcedures,
  createHoldRouter,
  type HoldCatalog,
  type HoldRouter,
  holdCatalog,
} from '../testing/trpc-hold-app.ts';

let fixture: Awaited<ReturnType<typeof quotaFixture<HoldCatalog>>>;
let server: Awaited<ReturnType<typeof serveTrpc>>;
let n = 0;
let organisation = '';

const routerOf = (quota: Quota<HoldCatalog>) => createHoldRouter(createHoldProcedures(quota), quota, () => undefined);
const contextOf = (headers: Headers) => ({ organisation, isOwner: true, headers });

beforeAll(async () => {
  fixture = await quotaFixture({ catalog: holdCatalog });
  server = await serveTrpc(routerOf(fixture.quota), contextOf);
});
afterAll(async () => {
  server.close();
  await fixture.close();
});
beforeEach(() => {
  organisation = `org-${++n}`;
});

/** One call over HTTP, and how the response of its failure looked. */
async function failure(url: string, call: (client: ReturnType<typeof clientOf>) => Promise<unknown>) {
  const responses: Response[] = [];
  const cause = await call(clientOf(url, responses)).catch((thrown: unknown) => thrown);
  expect(cause).toBeInstanceOf(TRPCClientError);
  const response = responses.at(-1) as Response;
  return {
    data: (cause as TRPCClientError<HoldRouter>).data,
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
  };
}
const clientOf = (url: string, responses: Response[]) =>
  createTRPCClient<HoldRouter>({
    links: [
      httpLink({
        url,
        fetch: async (input, init) => {
          const response = await fetch(input, init as RequestInit);
          responses.push(response);
          return response;
        },
      }),
    ],
  });

it('a rate without room is TOO_MANY_REQUESTS, and the header says after how many whole seconds there is', async () => {
  await fixture.quota.consume({ tenant: organisation, meters: { requests: 2 } });
  const { data, status, retryAfter } = await failure(server.url, (client) => client.ping.query());
  expect([data?.code, status, retryAfter]).toEqual(['TOO_MANY_REQUESTS', 429, '1']);
  expect(data?.quota).toMatchObject({ reason: 'too_fast', meter: 'requests', retryAfterMs: expect.any(Number) });
});

it('an allowance that is used up says the same header, until its refill; what time does not mend says none', async () => {
  await fixture.quota.consume({ tenant: organisation, meters: { tokens: 1_000 } });
  const { data, retryAfter } = await failure(server.url, (client) => client.write.mutate({ most: 1 }));
  const quota = data?.quota;
  if (quota?.reason !== 'exhausted') throw new Error(`It was ${quota?.reason}.`);
  expect(Number(retryAfter)).toBe(Math.ceil((quota.retryAfterMs ?? 0) / 1_000));
  expect(Number(retryAfter)).toBeGreaterThan(0);
  const full = await failure(server.url, (client) => client.upload.mutate({ most: 3 }));
  expect([full.status, full.retryAfter]).toEqual([429, null]);
});

it('a suspended tenant is FORBIDDEN to consume and to hold', async () => {
  await fixture.quota.suspend(organisation, by);
  for (const call of [
    await failure(server.url, (client) => client.ping.query()),
    await failure(server.url, (client) => client.write.mutate({ most: 1 })),
  ]) {
    expect([call.data?.code, call.status, call.data?.quota?.reason]).toEqual(['FORBIDDEN', 403, 'suspended']);
  }
});

it('a wrong request in the middle of a handler is BAD_REQUEST with the field, in other procedures too', async () => {
  const { data } = await failure(server.url, (client) => client.leave.mutate());
  expect(data).toMatchObject({ code: 'BAD_REQUEST', quota: { outcome: 'invalid', field: 'meters.seats' } });
});

it('while the database is away every procedure is SERVICE_UNAVAILABLE, and says when to try again', {
  timeout: 120_000,
}, async () => {
  const quota = createQuota({ catalog: holdCatalog, connection: 'postgres://nobody@127.0.0.1:9/nothing' });
  const away = await serveTrpc(routerOf(quota), contextOf);
  const calls = [
    failure(away.url, (client) => client.usage.get.query()),
    failure(away.url, (client) => client.plans.list.query()),
    failure(away.url, (client) => client.plans.change.mutate({ plan: 'large' })),
    failure(away.url, (client) => client.leave.mutate()),
    failure(away.url, (client) => client.write.mutate({ most: 1 })),
  ];
  try {
    for (const { data, status, retryAfter } of await Promise.all(calls)) {
      expect([data?.code, status]).toEqual(['SERVICE_UNAVAILABLE', 503]);
      expect(data?.quota).toMatchObject({ reason: 'unavailable', retryAfterMs: expect.any(Number) });
      expect(Number(retryAfter)).toBeGreaterThan(0);
    }
  } finally {
    away.close();
    await quota.close();
  }
});
