import { createTRPCReact } from '@trpc/react-query';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { z } from 'zod';
import { allowance, capped, defineCatalog, usd } from '../index.ts';
import type { Quota } from '../server.ts';
import type { TestCatalog } from '../testing/quota-fixture.ts';
import {
  createQuotaProcedures,
  ownerProcedure,
  protectedProcedure,
  publicProcedure,
  type TestRouter,
} from '../testing/trpc-app.ts';
import { createHoldProcedures, type HoldCatalog, holdProcedure } from '../testing/trpc-hold-app.ts';
import type { Settled } from '../trpc.ts';

// Checked by the compiler, not run: beside each mistake that must not compile stands a line that does.

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equal<A, B>) => {};
type In = inferRouterInputs<TestRouter>;
type Out = inferRouterOutputs<TestRouter>;

same<In['generate'], { prompt: string; at?: Date | undefined }>(true);
same<Out['generate'], { text: string; remaining: number | null; meter: 'generations'; at: Date | undefined }>(true);
same<In['twoInputs'], { a: string; b: number }>(true);
same<Out['tokens'], readonly ['tokens', number, string]>(true);
same<In['plans']['change'], { plan: 'free' | 'starter' }>(true);
same<Out['plans']['list']['current'], 'free' | 'starter'>(true);

export function procedures(quota: Quota<TestCatalog>) {
  const { quotaProcedure, consume } = createQuotaProcedures(quota);

  quotaProcedure('generations');
  // @ts-expect-error a wrong meter name
  quotaProcedure('generationz');
  consume('tokens');
  // @ts-expect-error a wrong meter name
  consume('tokenz');

  quotaProcedure('generations').query(({ ctx }) => same<typeof ctx.quota.meter, 'generations'>(true));
  // @ts-expect-error ctx.quota of an unprotected procedure
  protectedProcedure.query(({ ctx }) => ctx.quota);

  const withBytes = protectedProcedure.input(z.object({ bytes: z.number(), name: z.string() }));
  quotaProcedure.on(withBytes)('tokens', ({ input }) => input.bytes);
  // @ts-expect-error the amount reads an input that is not there
  quotaProcedure.on(withBytes)('tokens', ({ input }) => input.byte);
  // @ts-expect-error an amount that is no number
  quotaProcedure.on(withBytes)('tokens', ({ input }) => input.name);
  withBytes.use(consume('tokens', ({ input }) => input.bytes));
  // @ts-expect-error the amount reads an input that is not there
  withBytes.use(consume('tokens', ({ input }) => input.byte));

  quotaProcedure.on(ownerProcedure)('tokens', 5);
  // @ts-expect-error a base without the session that tenant() reads
  quotaProcedure.on(publicProcedure);

  void quota.consume({ tenant: 't', meters: { tokens: 1 } });
  // @ts-expect-error a wrong meter name
  void quota.consume({ tenant: 't', meters: { tokenz: 1 } });
  void quota.free({ tenant: 't', meter: 'projects', amount: 1 });
  // @ts-expect-error an allowance can not be freed
  void quota.free({ tenant: 't', meter: 'tokens', amount: 1 });
  void quota.setPlan('t', 'starter', { actor: 'a', reason: 'b' });
  // @ts-expect-error a wrong plan name
  void quota.setPlan('t', 'gold', { actor: 'a', reason: 'b' });
}

export function holds(quota: Quota<HoldCatalog>) {
  const { quotaProcedure, consume, hold } = createHoldProcedures(quota);
  const withMost = holdProcedure.input(z.object({ most: z.number() }));

  quotaProcedure('tokens', { hold: 10, forMs: 5_000 }).mutation(async ({ ctx }) => {
    same<typeof ctx.quota.meter, 'tokens'>(true);
    same<typeof ctx.quota.held, number>(true);
    same<Settled, Awaited<ReturnType<typeof ctx.quota.settle>>>(true);
    await ctx.quota.settle(1, { more: true });
    // @ts-expect-error an end is said by leaving `more` out
    await ctx.quota.settle(1, { more: false });
    await ctx.quota.extend(60_000);
    // @ts-expect-error a hold is no charge yet
    void ctx.quota.charge;
  });
  quotaProcedure('tokens', 10).mutation(({ ctx }) => {
    void ctx.quota.charge;
    // @ts-expect-error what was charged is not settled
    void ctx.quota.settle;
  });
  quotaProcedure('requests').query(() => 1);
  quotaProcedure({ requests: 1, tokens: 5 }).query(({ ctx }) => {
    same<keyof typeof ctx.quota.meters, 'requests' | 'tokens'>(true);
    // @ts-expect-error a meter that this call isn't charged for
    void ctx.quota.meters.seats;
  });
  // @ts-expect-error a wrong meter name among several
  quotaProcedure({ requests: 1, tokenz: 5 });
  quotaProcedure.on(withMost)({ generations: 1, tokens: ({ input }) => input.most }, { charge: 'attempt' });
  // @ts-expect-error the amount reads an input that is not there
  quotaProcedure.on(withMost)({ generations: 1, tokens: ({ input }) => input.least });
  // @ts-expect-error a rate can not be held
  quotaProcedure('requests', { hold: 1 });
  // @ts-expect-error a rate can not be held
  holdProcedure.use(hold('requests', 1));
  // @ts-expect-error a wrong meter name
  quotaProcedure('tokenz', { hold: 1 });
  quotaProcedure.on(withMost)('tokens', { hold: ({ input }) => input.most });
  // @ts-expect-error the amount reads an input that is not there
  quotaProcedure.on(withMost)('tokens', { hold: ({ input }) => input.least });
  // @ts-expect-error how much is held must be said
  quotaProcedure('tokens', { forMs: 5_000 });
  // @ts-expect-error how much is held must be said
  withMost.use(hold('tokens'));
  withMost
    .use(consume('generations'))
    .use(hold('tokens', ({ input }) => input.most))
    .mutation(({ ctx }) => ctx.quota.settle(1));
}

const meters = { calls: allowance({ unit: 'call', per: 'month' }), runs: allowance({ unit: 'run', per: 'month' }) };
const plan = { name: 'Free', price: usd(0) };
const one = capped(1);
const whole = { ...plan, limits: { calls: one, runs: one } };
defineCatalog({ meters, plans: { free: whole }, defaultPlan: 'free' });
// @ts-expect-error a plan that forgets a meter
defineCatalog({ meters, plans: { free: { ...plan, limits: { calls: one } } }, defaultPlan: 'free' });
// @ts-expect-error a plan that names an unknown meter
defineCatalog({ meters, plans: { free: { ...plan, limits: { calls: one, runs: one, x: one } } }, defaultPlan: 'free' });
// @ts-expect-error a default plan that is none
defineCatalog({ meters, plans: { free: whole }, defaultPlan: 'gold' });

const trpc = createTRPCReact<TestRouter>();

/** What a page meets. */
export function useTheTypes() {
  const { data, error } = trpc.usage.get.useQuery();
  if (data?.scope === 'tenant') same<typeof data.meters.generations.remaining, number | null>(true);
  // @ts-expect-error a member's own usage has no limits
  if (data?.scope === 'own') void data.meters.generations.remaining;
  const quota = error?.data?.quota;
  if (quota?.reason === 'exhausted') {
    same<typeof quota.remaining, number>(true);
    same<typeof quota.meter, keyof TestCatalog['meters']>(true);
    // @ts-expect-error only a replayed call has it
    void quota.charge;
  }
  if (quota?.reason === 'unavailable') {
    same<typeof quota.retryAfterMs, number>(true);
    // What isn't a decision has no meter.
    if (quota.outcome === 'refused') same<typeof quota.meter, keyof TestCatalog['meters']>(true);
    // @ts-expect-error nothing was counted, so there is nothing used to tell
    void quota.used;
  }
  // @ts-expect-error not in the plan: no period to wait for
  if (quota?.reason === 'not_in_plan') void quota.period;
  // @ts-expect-error not a reason
  if (quota?.reason === 'quota_exceeded') return;
}
