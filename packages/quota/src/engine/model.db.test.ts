import { inspect, isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Quota } from '../server.ts';
import { by, type QuotaFixture, quotaFixture, type TestCatalog, testCatalog } from '../testing/quota-fixture.ts';
import {
  type Act,
  act,
  balanceOf,
  ceilingOf,
  change,
  isKeyAlive,
  newModel,
  type QuotaModel,
} from '../testing/quota-model.ts';
import { KeyReusedError } from './quota-error.ts';
import type { Decision } from './verbs.ts';

const startAt = '2026-11-10T12:00:00Z';
const meters = ['generations', 'tokens', 'runs', 'projects'] as const;

let fixture: QuotaFixture;
let engines: Quota<TestCatalog>[];
beforeAll(async () => {
  fixture = await quotaFixture({ startAt });
  engines = [fixture.quota, fixture.open()];
});
afterAll(() => fixture.close());

type Who = 'a' | 'b';
type Call =
  | { take: Partial<Record<(typeof meters)[number], number>>; by: Who; key?: string | undefined }
  /** The charge that was granted that many before the last one. */
  | { refund: number; by: Who }
  | { free: number; by: Who };
type Step =
  | Call
  /** At once: three by one engine, the others by another. */
  | { together: Call[] }
  | { plan: 'free' | 'starter'; by: Who }
  | { settings: { anchor?: number; zone?: string }; by: Who }
  | { waitHours: number };

const who = fc.constantFrom<Who>('a', 'a', 'a', 'b');
const anyMeters = fc
  .record(
    {
      generations: fc.integer({ min: 1, max: 6 }),
      tokens: fc.integer({ min: 1, max: 600 }),
      runs: fc.integer({ min: 1, max: 3 }),
      projects: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: [] },
  )
  .map((asked) => (Object.keys(asked).length === 0 ? { generations: 1 } : asked));
/** Most calls meet on one balance, so that they compete for its room. */
const take = fc.record({
  by: who,
  take: fc.oneof(fc.record({ generations: fc.integer({ min: 1, max: 4 }) }), anyMeters),
  key: fc.option(fc.constantFrom('k', 'l'), { nil: undefined, freq: 2 }),
});
const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 5, arbitrary: take },
  { weight: 2, arbitrary: fc.record({ by: who, refund: fc.nat({ max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ by: who, free: fc.integer({ min: 1, max: 3 }) }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: call },
  { weight: 6, arbitrary: fc.record({ together: fc.array(call, { minLength: 2, maxLength: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ by: who, plan: fc.constantFrom('free', 'starter') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      by: who,
      settings: fc.record(
        { anchor: fc.constantFrom(1, 11, 15, 31), zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Tokyo') },
        { requiredKeys: [] },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ waitHours: fc.constantFrom(1, 12, 23, 25, 72, 240, 490, 745) }) },
);

let runs = 0;

/** One history on tenants of its own, beside the model. */
class History {
  readonly model: QuotaModel = newModel(Date.parse(startAt));
  readonly #run = ++runs;
  #renewed = 0;
  readonly tenant = (who: Who) => `${who}-${this.#run}`;

  async play(step: Step): Promise<void> {
    if ('waitHours' in step) {
      this.model.nowMs += step.waitHours * 3_600_000;
      fixture.setNow(new Date(this.model.nowMs).toISOString());
    } else if ('plan' in step) {
      await fixture.quota.setPlan(this.tenant(step.by), step.plan, by);
      change(testCatalog, this.model, this.tenant(step.by), { plan: step.plan });
    } else if ('settings' in step) {
      const { anchor, ...zone } = step.settings;
      await fixture.quota.setTenant(this.tenant(step.by), step.settings, by);
      change(testCatalog, this.model, this.tenant(step.by), { ...(anchor && { day: anchor }), ...zone });
    } else await this.#playTogether('together' in step ? step.together : [step]);
    await Promise.all((['a', 'b'] as const).map((who) => this.#compareUsage(this.tenant(who))));
  }

  /** What was answered must be what some order of the calls answers, one after the other. */
  async #playTogether(calls: Call[]): Promise<void> {
    const acts = calls.flatMap((call) => this.#actOf(call) ?? []);
    const answers = await Promise.all(
      acts.map((asked, index) => ask(engines[index < 3 ? 0 : 1] as Quota<TestCatalog>, asked)),
    );
    const tried: unknown[] = [];
    for (const order of ordersOf(acts.map((_, index) => index))) {
      const world = structuredClone(this.model);
      const expected: unknown[] = [];
      for (const index of order) {
        const { charge } = answers[index] as { charge?: string };
        expected[index] = act(testCatalog, world, acts[index] as Act, charge ?? '');
      }
      if (isDeepStrictEqual(expected, answers)) {
        Object.assign(this.model, world);
        return;
      }
      tried.push(expected);
    }
    expect.fail(`No order of ${inspect({ acts, answers, oneOrder: tried[0] }, { depth: 6 })} answers so.`);
  }

  #actOf(call: Call): Act | undefined {
    const tenant = this.tenant(call.by);
    if ('free' in call) return { do: 'free', tenant, meter: 'projects', amount: call.free };
    if ('refund' in call) {
      const charge = this.model.charges.filter((candidate) => candidate.tenant === tenant).at(-1 - call.refund);
      return charge && { do: 'refund', tenant, charge: charge.id };
    }
    const isForgotten = call.key !== undefined && !isKeyAlive(this.model, tenant, call.key);
    if (isForgotten) this.#renewed += 1;
    const key = call.key && `${call.key}${isForgotten ? this.#renewed : ''}`;
    return { do: 'take', tenant, meters: call.take, key };
  }

  async #compareUsage(tenant: string): Promise<void> {
    const { meters: found } = await fixture.quota.usage(tenant);
    for (const meter of meters) {
      const ceiling = ceilingOf(testCatalog, this.model, tenant, meter);
      const { startMs, endMs, used } = balanceOf(testCatalog, structuredClone(this.model), tenant, meter).periods.at(
        -1,
      ) as {
        startMs: number;
        endMs: number;
        used: number;
      };
      const period =
        startMs === -Infinity ? null : { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() };
      const remaining = ceiling === null ? null : Math.max(ceiling - used, 0);
      expect({ meter, ...found[meter] }).toMatchObject({ meter, used, remaining, line: ceiling, period });
    }
  }

  /** Balance = ledger = model, for the running periods and those that ended. */
  async compareLedger(): Promise<void> {
    const rows = await fixture.sql<{ name: string; start: number; used: number; ledger: number }[]>`
      with stand as (
        select id, period_start, used from quota.balance union all select balance_id, period_start, used from quota.period)
      select b.tenant || ' ' || b.meter as name, (extract(epoch from s.period_start) * 1000)::float8 as start, s.used::int,
        coalesce((select sum(e.amount) from quota.entry e where e.balance_id = b.id and e.period_start = s.period_start), 0)::int as ledger
      from quota.balance b join stand s on s.id = b.id where b.tenant = any (${[this.tenant('a'), this.tenant('b')]})`;
    expect(rows.filter(({ used, ledger }) => used !== ledger)).toEqual([]);
    for (const { name, start, used } of rows) {
      const period = this.model.balances[name]?.periods.find(({ startMs }) => startMs === start);
      expect({ name, start, used }).toEqual({ name, start, used: period?.used });
    }
  }
}

/** What an engine answers, in the words of the model. */
async function ask(quota: Quota<TestCatalog>, asked: Act): Promise<unknown> {
  const { tenant } = asked;
  try {
    if (asked.do === 'free') return await quota.free({ tenant, meter: 'projects', amount: asked.amount });
    if (asked.do === 'refund') return { returned: (await quota.refund({ tenant, charge: asked.charge })).meters };
    return inWordsOfModel(await quota.consume({ tenant, meters: asked.meters, key: asked.key }));
  } catch (cause) {
    if (cause instanceof KeyReusedError) return { outcome: 'key reused' };
    if (cause instanceof Error && cause.name === 'InvalidRequestError') return { outcome: 'invalid' };
    throw cause;
  }
}

function inWordsOfModel(decision: Decision<TestCatalog>): unknown {
  if (decision.outcome === 'replayed') return { outcome: 'replayed', charge: decision.charge };
  if (decision.outcome === 'granted') {
    const after = Object.entries(decision.meters).map(([meter, { used, remaining }]) => [meter, { used, remaining }]);
    return { outcome: 'granted', charge: decision.charge, after: Object.fromEntries(after) };
  }
  const { refusal } = decision;
  if (refusal.reason === 'unavailable') return decision;
  if (refusal.reason === 'not_in_plan') return { outcome: 'refused', notInPlan: refusal.meter };
  if (refusal.reason === 'suspended') return { outcome: 'refused', suspended: true };
  return {
    outcome: 'refused',
    left: Object.fromEntries(refusal.breaches.map(({ meter, remaining }) => [meter, remaining])),
  };
}

function ordersOf(items: number[]): number[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((first) => ordersOf(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

it('engines and model agree on every decision, remaining amount, period and balance, and the ledger adds up', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      fixture.setNow(startAt);
      const history = new History();
      for (const step of steps) await history.play(step);
      await history.compareLedger();
    }),
    { numRuns: 150 },
  );
});
