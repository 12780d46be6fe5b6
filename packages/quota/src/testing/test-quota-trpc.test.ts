import { initTRPC } from '@trpc/server';
import { expect, it } from 'vitest';
import { allowance, capped, defineCatalog, usd } from '../index.ts';
import { createQuotaTrpc } from '../trpc.ts';
import { createTestQuota } from './test-quota.ts';

const catalog = defineCatalog({
  meters: { drafts: allowance({ unit: 'draft', per: 'month' }), tokens: allowance({ unit: 'token', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { drafts: capped(2), tokens: capped(1_000) } } },
  defaultPlan: 'free',
});

/** An application's router, whose quota is one in memory. */
function appOn(quota: ReturnType<typeof createTestQuota<typeof catalog>>) {
  const t = initTRPC.context<{ organisation: string; user: string }>().create();
  const { quotaProcedure, usage } = createQuotaTrpc({
    quota,
    procedure: t.procedure,
    tenant: ({ ctx }) => ctx.organisation,
    actor: ({ ctx }) => ctx.user,
    can: () => true,
  });
  const router = t.router({
    usage,
    write: quotaProcedure('drafts').mutation(({ ctx }) => ctx.quota.remaining),
    fail: quotaProcedure('drafts').mutation(() => {
      throw new Error('broken');
    }),
    chat: quotaProcedure('tokens', { hold: 600 }).mutation(({ ctx }) => ctx.quota.settle(100)),
  });
  return router.createCaller({ organisation: 'org_1', user: 'ada' });
}

it('a test quota protects procedures as the engine does: charged, refused, refilled, returned, settled', async () => {
  const quota = createTestQuota(catalog, { now: '2026-11-10T12:00:00Z' });
  const app = appOn(quota);
  expect([await app.write(), await app.write()]).toEqual([1, 0]);
  await expect(app.write()).rejects.toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    cause: { data: { reason: 'exhausted', used: 2, line: 2 } },
  });
  quota.clock.advance({ days: 21 });
  await expect(app.fail()).rejects.toThrow('broken');
  expect((await app.usage.get()).meters.drafts.used).toBe(0);
  expect(await app.chat()).toMatchObject({ booked: 100, returned: 500 });

  const range = { from: '2026-11-01', to: '2027-01-01', grain: 'month' } as const;
  const told = await quota.history({ tenant: 'org_1', meter: 'drafts', by: 'feature', ...range });
  expect(told.map(({ of, amount, calls }) => [of, amount, calls])).toEqual([
    ['write', 2, 2],
    ['fail', 0, 1],
  ]);
});

it('a meter that is switched off protects nothing and counts nothing', async () => {
  const quota = createTestQuota(catalog);
  await quota.setMode('drafts', 'off', { actor: 'ops', reason: 'a test' });
  const app = appOn(quota);
  expect([await app.write(), await app.write(), await app.write()]).toEqual([null, null, null]);
  expect((await quota.usage('org_1')).meters.drafts.used).toBe(0);
});
