import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvalidRequestError } from '../engine/quota-error.ts';
import type { Decision, HoldDecision } from '../engine/verbs.ts';
import {
  allowance,
  type Catalog,
  capped,
  defineCatalog,
  level,
  none,
  pooled,
  rate,
  unlimited,
  usd,
  windowOf,
} from '../index.ts';
import type { Inspection } from './inspect-world.ts';
import { createTestQuota, type TestQuota } from './test-quota.ts';

const restPool = { rest: 'pool' } as const;
const catalog: Catalog = defineCatalog({
  meters: {
    units: allowance({ unit: 'unit', per: 'month' }),
    runs: allowance({ unit: 'run', per: 'day' }),
    messages: allowance({ unit: 'message', per: windowOf({ hours: 5 }) }),
    seats: level({ unit: 'seat' }),
    calls: rate({ unit: 'call', per: 'minute' }),
  },
  plans: {
    free: {
      name: 'Free',
      price: usd(0),
      limits: {
        units: capped(10, { rollover: { upTo: 4, periods: 2 } }),
        runs: capped(3, { grace: { upTo: 2, days: 1 } }),
        messages: capped(4),
        seats: capped(5),
        calls: capped(60, { burst: 5 }),
      },
    },
    plus: {
      name: 'Plus',
      price: usd(19),
      limits: {
        units: capped(20, { overage: { upTo: 5, price: usd(0.1) } }),
        runs: none,
        messages: unlimited,
        seats: capped(8, { grace: { upTo: 2, days: 3 } }),
        calls: unlimited,
      },
    },
    member: {
      name: 'Member',
      price: usd(0),
      limits: {
        units: capped(4, restPool),
        runs: pooled({ cap: 3 }),
        messages: capped(2, { soft: true }),
        seats: pooled(),
        calls: capped(60),
      },
    },
  },
  defaultPlan: 'free',
});
const by = { actor: 'tester', reason: 'a test' };

type Step =
  | { do: 'take' | 'hold' | 'record'; meters: Record<string, number>; key: string | undefined; hoursAgo: number }
  | { do: 'settle'; nth: number; amount: number; more: boolean }
  | { do: 'release' | 'refund'; nth: number }
  | { do: 'free' | 'recount'; amount: number }
  | { do: 'grant'; meter: string; amount: number; days: number }
  | { do: 'revoke' | 'transfer'; nth: number }
  | { do: 'plan'; plan: string; atEnd: boolean }
  | { do: 'settings'; anchor: number; zone: string }
  | { do: 'parent'; parent: string | null }
  | { do: 'override'; meter: string; amount: number | null }
  | { do: 'suspend' | 'resume' }
  | { do: 'wait'; hours: number };
type Told = Step & { by: string };

const nth = fc.nat({ max: 3 });
const few = fc.integer({ min: 1, max: 6 });
const counted = fc.constantFrom('units', 'runs', 'messages', 'seats');
const amounts = (name: fc.Arbitrary<string>) =>
  fc.dictionary(name, few, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
const taking = (verb: 'take' | 'hold' | 'record', name: fc.Arbitrary<string>) =>
  fc.record({
    do: fc.constant(verb),
    meters: amounts(name),
    key: fc.option(fc.constantFrom('k', 'l'), { nil: undefined, freq: 3 }),
    hoursAgo: fc.constantFrom(0, 1, 30, 800),
  });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: taking('take', fc.constantFrom('units', 'runs', 'messages', 'seats', 'calls')) },
  { weight: 4, arbitrary: taking('hold', counted) },
  { weight: 2, arbitrary: taking('record', counted) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('settle'), nth, amount: fc.nat({ max: 8 }), more: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('release', 'refund'), nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('free', 'recount'), amount: few }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('grant'), meter: counted, amount: few, days: fc.constantFrom(1, 20, 400) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('revoke', 'transfer'), nth }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('plan'),
      plan: fc.constantFrom('free', 'plus', 'member'),
      atEnd: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('settings'),
      anchor: fc.constantFrom(1, 11, 31),
      zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Tokyo'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('parent'), parent: fc.constantFrom(null, 'root', 'a') }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('override'), meter: counted, amount: fc.option(few) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('suspend', 'suspend', 'resume', 'resume', 'resume') }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait'), hours: fc.constantFrom(1, 5, 23, 25, 72, 240, 745) }) },
) as fc.Arbitrary<Step>;
const steps = fc.array(
  fc.tuple(step, fc.constantFrom('root', 'a', 'a', 'b')).map(([told, tenant]): Told => ({ ...told, by: tenant })),
  { minLength: 1, maxLength: 30 },
);

/** Plays steps on a quota of its own, and remembers what can be named later. */
class History {
  readonly quota: TestQuota<Catalog> = createTestQuota(catalog, { now: '2026-11-10T12:00:00Z' });
  readonly charges: { id: string; tenant: string }[] = [];
  readonly holds: { id: string; tenant: string; meters: string[] }[] = [];
  readonly grants: { id: string; tenant: string }[] = [];
  readonly ended = new Set<string>();
  #event = 0;

  async begin(): Promise<this> {
    for (const child of ['a', 'b']) await this.quota.setTenant(child, { parent: 'root', plan: 'member' }, by);
    return this;
  }

  /** What a verb answered; the error where it was asked for what can't be. */
  async play(told: Told): Promise<Decision | HoldDecision | InvalidRequestError | undefined> {
    try {
      return await this.#act(told);
    } catch (cause) {
      if (cause instanceof InvalidRequestError) return cause;
      throw cause;
    }
  }

  async #act(told: Told): Promise<Decision | HoldDecision | undefined> {
    const { quota } = this;
    const { by: tenant } = told;
    switch (told.do) {
      case 'take': {
        const decision = await quota.consume({ tenant, meters: told.meters, key: told.key });
        if (decision.outcome === 'granted') this.charges.unshift({ id: decision.charge, tenant });
        return decision;
      }
      case 'hold': {
        const forMs = 3_600_000 * (told.hoursAgo + 1);
        const decision = await quota.hold({
          tenant,
          meters: told.meters,
          key: told.key,
          forMs: Math.min(forMs, 2.5e9),
        });
        if (decision.outcome !== 'granted') return decision;
        this.holds.unshift({ id: decision.hold, tenant, meters: Object.keys(told.meters) });
        this.charges.unshift({ id: decision.hold, tenant });
        return decision;
      }
      case 'record': {
        const at = new Date(quota.clock.now().getTime() - told.hoursAgo * 3_600_000);
        await quota.record({ tenant, meters: told.meters, at, event: told.key ?? `e${++this.#event}` });
        return;
      }
      case 'settle':
      case 'release': {
        const hold = this.holds[told.nth];
        if (!hold) return;
        const wasEnded = this.ended.has(hold.id);
        const meters = { [hold.meters[0] ?? '']: told.do === 'settle' ? told.amount : 0 };
        const named = { tenant: hold.tenant, hold: hold.id };
        const isSettle = told.do === 'settle';
        const { ended } = await (isSettle ? quota.settle({ ...named, meters, more: told.more }) : quota.release(named));
        expect(wasEnded).toBe(false);
        if (ended) this.ended.add(hold.id);
        return;
      }
      case 'refund': {
        const charge = this.charges[told.nth];
        if (charge) await quota.refund({ tenant: charge.tenant, charge: charge.id });
        return;
      }
      case 'free':
        await quota.free({ tenant, meter: 'seats' as never, amount: told.amount });
        return;
      case 'recount':
        await quota.recount({ tenant, meter: 'seats' as never, count: told.amount }, by);
        return;
      case 'grant': {
        const expiresAt = new Date(quota.clock.now().getTime() + told.days * 86_400_000);
        const request = {
          tenant,
          meter: told.meter as never,
          amount: told.amount,
          source: 'bonus',
          expiresAt,
        } as const;
        this.grants.unshift({ id: (await quota.grant(request, by)).grant, tenant });
        return;
      }
      case 'revoke':
      case 'transfer': {
        const grant = this.grants[told.nth];
        if (!grant) return;
        const named = { tenant: grant.tenant, grant: grant.id };
        if (told.do === 'revoke') await quota.revoke(named, by);
        else await quota.transfer({ ...named, to: tenant, amount: 1 }, by);
        return;
      }
      case 'plan':
        await quota.setPlan(tenant, told.plan, by, { at: told.atEnd ? 'period_end' : 'now' });
        return;
      case 'settings':
        await quota.setTenant(tenant, { anchor: told.anchor, zone: told.zone }, by);
        return;
      case 'parent':
        await quota.setTenant(tenant, { parent: told.parent }, by);
        return;
      case 'override': {
        const limit = told.amount === null ? null : capped(told.amount);
        await quota.setOverride({ tenant, meter: told.meter, limit }, by);
        return;
      }
      case 'suspend':
        await quota.suspend(tenant, by);
        return;
      case 'resume':
        await quota.resume(tenant, by);
        return;
      case 'wait':
        quota.clock.advance({ hours: told.hours });
        return;
      default:
        return told satisfies never;
    }
  }
}

/** Checks every step of random histories. */
function everyStep(check: (history: History, told: Told) => Promise<void>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const history = await new History().begin();
      for (const told of all) await check(history, told);
    }),
    { numRuns: 300 },
  );
}

type Balance = Inspection['balances'][number];
const nameOf = ({ tenant, meter, actor }: Balance) => `${tenant} ${meter} ${actor}`;
const byName = ({ balances }: Inspection) => new Map(balances.map((balance) => [nameOf(balance), balance]));
const outcomeOf = (answer: Decision | HoldDecision | InvalidRequestError | undefined) =>
  answer && 'outcome' in answer ? answer.outcome : undefined;
const isTaking = ({ do: verb }: Told) => verb === 'take' || verb === 'hold';

it('used is the sum of its entries, in every period of every balance', async () => {
  await everyStep(async (history, told) => {
    await history.play(told);
    const { balances, entries } = history.quota.inspect();
    for (const balance of balances.filter(({ meter }) => meter !== 'calls')) {
      for (const { used, period } of [...balance.ended, balance]) {
        const own = entries.filter(
          (entry) =>
            entry.tenant === balance.tenant && entry.meter === balance.meter && entry.period?.start === period?.start,
        );
        expect({ balance, used }).toEqual({ balance, used: own.reduce((sum, { amount }) => sum + amount, 0) });
      }
    }
  });
});

it('no granted call takes a balance above its ceiling', async () => {
  await everyStep(async (history, told) => {
    const before = byName(history.quota.inspect());
    const answer = await history.play(told);
    if (!isTaking(told) || outcomeOf(answer) !== 'granted') return;
    for (const after of history.quota.inspect().balances) {
      const earlier = before.get(nameOf(after));
      const isMore = after.used + after.held > (earlier ? earlier.used + earlier.held : 0);
      if (isMore) expect(after.used + after.held).toBeLessThanOrEqual(after.ceiling ?? Infinity);
    }
  });
});

it('a refusal changes nothing, and none is false', async () => {
  await everyStep(async (history, told) => {
    const before = history.quota.inspect();
    const answer = await history.play(told);
    if (!answer || !('outcome' in answer) || answer.outcome !== 'refused') return;
    const { refusal } = answer;
    const after = history.quota.inspect();
    expect(after.balances.slice(0, before.balances.length)).toEqual(before.balances);
    expect(after.entries).toEqual(before.entries);
    if (refusal.reason === 'exhausted') expect(refusal.remaining).toBeLessThan(refusal.asked);
  });
});

it('check answers what consume would', async () => {
  await everyStep(async (history, told) => {
    if (told.do !== 'take') return void (await history.play(told));
    const { outcome } = await history.quota.check({ tenant: told.by, meters: told.meters });
    const answer = await history.play({ ...told, key: undefined });
    expect(outcomeOf(answer)).toBe(outcome);
  });
});

it('a hold ends once, and in the end nothing is held', async () => {
  await everyStep(async (history, told) => {
    await history.play(told);
    const held = history.quota.inspect().balances.flatMap((balance) => [balance, ...balance.ended]);
    for (const each of held) expect(each.held).toBeGreaterThanOrEqual(0);
    const later = history.quota.fork();
    later.clock.advance({ days: 31 });
    const left = later.inspect().balances.flatMap((balance) => [balance.held, ...balance.ended.map((p) => p.held)]);
    expect(left.filter((amount) => amount !== 0)).toEqual([]);
  });
});

it('a grant gives no more than it has, and waiting in one stretch or in many comes to the same', async () => {
  await everyStep(async (history, told) => {
    if (told.do !== 'wait') await history.play(told);
    else {
      let id = 0;
      const newId = () => `00000000-0000-7000-8000-${String(++id).padStart(12, '0')}`;
      const slow = history.quota.fork({ newId });
      for (let hour = 0; hour < Math.min(told.hours, 72); hour++) slow.clock.advance({ hours: 1 });
      slow.clock.set(new Date(history.quota.clock.now().getTime() + told.hours * 3_600_000));
      await history.play(told);
      expect(slow.inspect()).toEqual(history.quota.inspect());
    }
    for (const tenant of ['root', 'a', 'b']) {
      for (const grant of (await history.quota.usage(tenant)).grants) {
        expect(grant.drawn).toBeGreaterThanOrEqual(0);
        expect(grant.remaining).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
