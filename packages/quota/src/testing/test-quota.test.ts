import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Quota as Engine } from '../engine/quota.ts';
import type { ConsumeRequest, Decision, HoldDecision } from '../engine/verbs.ts';
import {
  allowance,
  capped,
  defineCatalog,
  level,
  none,
  type QuotaRefusal,
  rate,
  unlimited,
  usd,
  windowOf,
} from '../index.ts';
import { createTestQuota } from './test-quota.ts';

const now = '2026-11-10T12:00:00.000Z';
const by = { actor: 'tester', reason: 'a test' };
const tenant = 'org_1';

const catalog = defineCatalog({
  meters: {
    generations: allowance({ unit: 'generation', per: 'month' }),
    runs: allowance({ unit: 'run', per: 'day' }),
    messages: allowance({ unit: 'message', per: windowOf({ hours: 5 }) }),
    projects: level({ unit: 'project' }),
    requests: rate({ unit: 'call', per: 'minute' }),
  },
  plans: {
    free: {
      name: 'Free',
      price: usd(0),
      limits: {
        generations: capped(10),
        runs: none,
        messages: capped(3),
        projects: capped(3),
        requests: capped(60, { burst: 2 }),
      },
    },
    plus: {
      name: 'Plus',
      price: usd(19),
      limits: {
        generations: capped(20),
        runs: capped(4),
        messages: capped(6),
        projects: capped(5),
        requests: unlimited,
      },
    },
  },
  defaultPlan: 'free',
});

const quotaOn = () => createTestQuota(catalog, { now });
type Quota = ReturnType<typeof quotaOn>;

const use = (quota: Quota, meters: ConsumeRequest<typeof catalog>['meters'], more: object = {}) =>
  quota.consume({ tenant, meters, ...more });
const usedOf = async (quota: Quota, meter: keyof typeof catalog.meters, of = tenant) =>
  (await quota.usage(of)).meters[meter].used;
const balanceOf = (quota: Quota, meter: string, of = tenant) =>
  quota.inspect().balances.find((balance) => balance.meter === meter && balance.tenant === of);

async function granted(decision: Promise<Decision<typeof catalog>>) {
  const answer = await decision;
  if (answer.outcome !== 'granted') throw new Error(`It was ${answer.outcome}: ${JSON.stringify(answer)}`);
  return answer;
}
async function refused(decision: Promise<{ outcome: string; refusal?: QuotaRefusal<typeof catalog> }>) {
  const { outcome, refusal } = await decision;
  if (!refusal || refusal.reason === 'unavailable') throw new Error(`It was ${outcome}.`);
  return refusal;
}
async function held(decision: Promise<HoldDecision<typeof catalog>>) {
  const answer = await decision;
  if (answer.outcome !== 'granted') throw new Error(`It was ${answer.outcome}: ${JSON.stringify(answer)}`);
  return answer;
}
const invalid = (field: string) => expect.objectContaining({ field });

describe('consume', () => {
  it('grants up to the ceiling and refuses the next unit, with the ways forward', async () => {
    const quota = quotaOn();
    const first = await granted(use(quota, { generations: 9 }));
    expect(first.meters).toEqual({ generations: { taken: 9, used: 9, held: 0, remaining: 1, line: 10 } });
    const refusal = await refused(use(quota, { generations: 2 }));
    expect(refusal).toMatchObject({ reason: 'exhausted', asked: 2, used: 9, remaining: 1, ceiling: 10 });
    expect(refusal.remedies.map(({ type }) => type)).toEqual(['reduce', 'upgrade', 'wait']);
    expect(await usedOf(quota, 'generations')).toBe(9);
  });

  it('grants all lines of a request or none', async () => {
    const quota = quotaOn();
    const refusal = await refused(use(quota, { generations: 4, projects: 4 }));
    expect(refusal).toMatchObject({ meter: 'projects', breaches: [{ meter: 'projects' }] });
    expect(await usedOf(quota, 'generations')).toBe(0);
  });

  it('decides several requests in order, each for itself', async () => {
    const quota = quotaOn();
    const one = (generations: number) => ({ tenant, meters: { generations } });
    const decisions = await quota.consume([one(6), one(5), one(4)]);
    expect(decisions.map(({ outcome }) => outcome)).toEqual(['granted', 'refused', 'granted']);
  });

  it('takes what is left where that is enough, and refuses where nothing is', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 7 });
    const partial = await granted(use(quota, { generations: 9 }, { partial: true, key: 'k' }));
    expect(partial.meters.generations?.taken).toBe(3);
    const again = await use(quota, { generations: 9 }, { partial: true, key: 'k' });
    expect(again).toMatchObject({ outcome: 'replayed', meters: { generations: { taken: 3 } } });
    await refused(use(quota, { generations: 1 }, { partial: true }));
    await expect(use(quota, { generations: 1, projects: 1 }, { partial: true })).rejects.toEqual(invalid('partial'));
  });

  it('refuses what is not in the plan, whatever is asked', async () => {
    expect(await refused(use(quotaOn(), { runs: 1 }))).toMatchObject({ reason: 'not_in_plan', meter: 'runs' });
  });

  it('answers a wrong request with an error that names the field', async () => {
    const quota = quotaOn();
    await expect(use(quota, { generations: 0 })).rejects.toEqual(invalid('meters.generations'));
    await expect(use(quota, {})).rejects.toEqual(invalid('meters'));
    await expect(use(quota, { generations: 1 }, { tenant: '' })).rejects.toEqual(invalid('tenant'));
  });
});

describe('check', () => {
  it('answers as consume would, and takes nothing', async () => {
    const quota = quotaOn();
    const check = await quota.check({ tenant, meters: { generations: 10 } });
    expect(check).toMatchObject({ outcome: 'granted', meters: { generations: { used: 0, remaining: 10 } } });
    await refused(quota.check({ tenant, meters: { generations: 11 } }));
    expect(quota.inspect().entries).toEqual([]);
  });

  it('opens no window', async () => {
    const quota = quotaOn();
    await quota.check({ tenant, meters: { messages: 1 } });
    expect(balanceOf(quota, 'messages')?.period).toBeNull();
  });
});

describe('keys', () => {
  it('one key is one charge', async () => {
    const quota = quotaOn();
    const first = await granted(use(quota, { generations: 4 }, { key: 'k' }));
    const again = await use(quota, { generations: 4 }, { key: 'k' });
    expect(again).toMatchObject({ outcome: 'replayed', charge: first.charge, meters: { generations: { taken: 4 } } });
    expect(await usedOf(quota, 'generations')).toBe(4);
  });

  it('a key in another scope, or of another tenant, is another key', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 1 }, { key: 'k' });
    await granted(use(quota, { generations: 1 }, { key: 'k', scope: 'other' }));
    await granted(use(quota, { generations: 1 }, { key: 'k', tenant: 'org_2' }));
  });

  it('a key for another request, or another verb, is an error', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 4 }, { key: 'k' });
    await expect(use(quota, { generations: 5 }, { key: 'k' })).rejects.toThrow('another request');
    await expect(quota.hold({ tenant, meters: { generations: 4 }, key: 'k' })).rejects.toThrow('another request');
  });

  it('a refusal is not remembered, and a returned charge is fresh', async () => {
    const quota = quotaOn();
    await refused(use(quota, { generations: 11 }, { key: 'k' }));
    const first = await granted(use(quota, { generations: 4 }, { key: 'k' }));
    await quota.refund({ tenant, charge: first.charge });
    await granted(use(quota, { generations: 4 }, { key: 'k' }));
  });

  it('a key of a hold stands while it is open or was settled, not once it was released or expired', async () => {
    const quota = quotaOn();
    const ask = () => quota.hold({ tenant, meters: { generations: 2 }, key: 'k', forMs: 60_000 });
    const first = await held(ask());
    quota.clock.advance({ ms: 30_000 });
    expect(await ask()).toMatchObject({ outcome: 'replayed', hold: first.hold, expiresAt: first.expiresAt });
    await quota.release({ tenant, hold: first.hold });
    await held(ask());
    quota.clock.advance({ ms: 60_000 });
    const third = await held(ask());
    await quota.settle({ tenant, hold: third.hold, meters: {} });
    expect(await ask()).toMatchObject({ outcome: 'replayed', hold: third.hold });
  });

  it('a key stands after what it took was freed', async () => {
    const quota = quotaOn();
    const { charge } = await granted(use(quota, { projects: 2 }, { key: 'k' }));
    await quota.free({ tenant, meter: 'projects', amount: 2, charge });
    expect(await use(quota, { projects: 2 }, { key: 'k' })).toMatchObject({ outcome: 'replayed' });
  });

  it('a key lives as long as its period, where that is longer than thirty days', async () => {
    const quota = quotaOn();
    quota.clock.set('2026-12-01T00:00:00Z');
    await use(quota, { generations: 2 }, { key: 'k' });
    quota.clock.set('2026-12-31T23:59:59Z');
    expect(await use(quota, { generations: 2 }, { key: 'k' })).toMatchObject({ outcome: 'replayed' });
  });

  it('a key lives thirty days', async () => {
    const quota = quotaOn();
    await use(quota, { projects: 1 }, { key: 'k' });
    quota.clock.advance({ days: 30, ms: -1 });
    expect(await use(quota, { projects: 1 }, { key: 'k' })).toMatchObject({ outcome: 'replayed' });
    quota.clock.advance({ ms: 1 });
    await granted(use(quota, { projects: 1 }, { key: 'k' }));
  });
});

describe('periods', () => {
  it('a month turns at the billing day and starts from nothing', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 10 });
    quota.clock.set('2026-11-30T23:59:59.999Z');
    expect(await refused(use(quota, { generations: 1 }))).toMatchObject({ retryAfterMs: 1 });
    quota.clock.advance({ ms: 1 });
    const fresh = await granted(use(quota, { generations: 1 }));
    expect(fresh.meters.generations).toMatchObject({ used: 1, remaining: 9 });
  });

  it('a running month stretches to a new billing day: no stub, no second refill', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 10 });
    await quota.setTenant(tenant, { anchor: 20 }, by);
    const { period } = (await quota.usage(tenant)).meters.generations;
    expect(period).toEqual({ start: '2026-11-01T00:00:00.000Z', end: '2026-12-20T00:00:00.000Z' });
    quota.clock.set('2026-12-19T00:00:00Z');
    await refused(use(quota, { generations: 1 }));
  });

  it('a month begins where the last one ended, also where the new zone’s had begun before', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 1 });
    quota.clock.set('2026-11-30T23:00:00Z');
    await quota.setTenant(tenant, { zone: 'Asia/Tokyo' }, by);
    quota.clock.set('2026-12-01T00:00:00Z');
    expect(balanceOf(quota, 'generations')?.period).toEqual({
      start: '2026-12-01T00:00:00.000Z',
      end: '2026-12-31T15:00:00.000Z',
    });
  });

  it('a window opens with the first granted call, not with a refused one', async () => {
    const quota = quotaOn();
    await refused(use(quota, { messages: 4 }));
    quota.clock.advance({ hours: 1 });
    await use(quota, { messages: 3 });
    expect(balanceOf(quota, 'messages')?.period).toEqual({
      start: '2026-11-10T13:00:00.000Z',
      end: '2026-11-10T18:00:00.000Z',
    });
    quota.clock.advance({ hours: 5 });
    expect(balanceOf(quota, 'messages')).toMatchObject({ used: 0, period: null });
  });
});

describe('hold', () => {
  it('takes room like a charge, and settles to what the work took', async () => {
    const quota = quotaOn();
    const { hold } = await held(quota.hold({ tenant, meters: { generations: 8 } }));
    await refused(use(quota, { generations: 3 }));
    const settlement = await quota.settle({ tenant, hold, meters: { generations: 5 } });
    expect(settlement).toEqual({
      hold,
      booked: { generations: 5 },
      returned: { generations: 3 },
      above: {},
      late: false,
      ended: true,
    });
    expect(balanceOf(quota, 'generations')).toMatchObject({ used: 5, held: 0, remaining: 5 });
  });

  it('books what the work took beyond it, and tells', async () => {
    const quota = quotaOn();
    const { hold } = await held(quota.hold({ tenant, meters: { generations: 8 } }));
    const { above } = await quota.settle({ tenant, hold, meters: { generations: 12 } });
    expect(above).toEqual({ generations: 4 });
    expect(balanceOf(quota, 'generations')).toMatchObject({ used: 12, remaining: 0 });
  });

  it('settles in parts while the work goes on', async () => {
    const quota = quotaOn();
    const { hold } = await held(quota.hold({ tenant, meters: { generations: 8 } }));
    await quota.settle({ tenant, hold, meters: { generations: 3 }, more: true });
    expect(balanceOf(quota, 'generations')).toMatchObject({ used: 3, held: 5 });
    const { returned } = await quota.settle({ tenant, hold, meters: { generations: 1 } });
    expect(returned).toEqual({ generations: 4 });
  });

  it('ends once', async () => {
    const quota = quotaOn();
    const { hold } = await held(quota.hold({ tenant, meters: { generations: 8 } }));
    expect(await quota.release({ tenant, hold })).toMatchObject({ returned: { generations: 8 }, booked: {} });
    await expect(quota.release({ tenant, hold })).rejects.toEqual(invalid('hold'));
    await expect(quota.settle({ tenant, hold, meters: {} })).rejects.toEqual(invalid('hold'));
    await expect(quota.extend({ tenant, hold, forMs: 1_000 })).rejects.toEqual(invalid('hold'));
  });

  it('expires at its moment exactly; what the work took is booked late all the same', async () => {
    const quota = quotaOn();
    const { hold } = await held(quota.hold({ tenant, meters: { generations: 8 }, forMs: 60_000 }));
    quota.clock.advance({ ms: 59_999 });
    expect(balanceOf(quota, 'generations')?.held).toBe(8);
    quota.clock.advance({ ms: 1 });
    expect(balanceOf(quota, 'generations')?.held).toBe(0);
    await expect(quota.extend({ tenant, hold, forMs: 1_000 })).rejects.toEqual(invalid('hold'));
    const settlement = await quota.settle({ tenant, hold, meters: { generations: 5 } });
    expect(settlement).toMatchObject({ booked: { generations: 5 }, returned: {}, late: true });
  });

  it('lives on from now when it is extended', async () => {
    const quota = quotaOn();
    const { hold } = await held(quota.hold({ tenant, meters: { generations: 8 }, forMs: 60_000 }));
    quota.clock.advance({ ms: 50_000 });
    const { expiresAt } = await quota.extend({ tenant, hold, forMs: 60_000 });
    expect(expiresAt).toBe('2026-11-10T12:01:50.000Z');
    quota.clock.advance({ ms: 59_999 });
    expect(balanceOf(quota, 'generations')?.held).toBe(8);
  });

  it('is settled in its own period for a day after that ended, later in the running one', async () => {
    const quota = quotaOn();
    const forMs = 30 * 86_400_000;
    const first = await held(quota.hold({ tenant, meters: { generations: 2 }, forMs }));
    const second = await held(quota.hold({ tenant, meters: { generations: 3 }, forMs }));
    quota.clock.set('2026-12-01T12:00:00Z');
    expect(balanceOf(quota, 'generations')?.held).toBe(0);
    await quota.settle({ tenant, hold: first.hold, meters: { generations: 2 } });
    quota.clock.set('2026-12-02T00:00:00Z');
    const settlement = await quota.settle({ tenant, hold: second.hold, meters: { generations: 3 } });
    expect(settlement.late).toBe(true);
    expect(balanceOf(quota, 'generations')).toMatchObject({ used: 3, ended: [{ used: 2, held: 0 }] });
  });

  it('of a rate is an error', async () => {
    // @ts-expect-error a rate can't be held
    const request = quotaOn().hold({ tenant, meters: { requests: 1 } });
    await expect(request).rejects.toEqual(invalid('meters.requests'));
  });
});

describe('refund', () => {
  it('returns part of a charge, then the rest, then nothing', async () => {
    const quota = quotaOn();
    const { charge } = await granted(use(quota, { generations: 5 }));
    expect(await quota.refund({ tenant, charge, meters: { generations: 2 } })).toEqual({ meters: { generations: 2 } });
    await expect(quota.refund({ tenant, charge, meters: { generations: 4 } })).rejects.toEqual(
      invalid('meters.generations'),
    );
    expect(await quota.refund({ tenant, charge })).toEqual({ meters: { generations: 3 } });
    expect(await quota.refund({ tenant, charge })).toEqual({ meters: {} });
    expect(await usedOf(quota, 'generations')).toBe(0);
  });

  it('acts in the period of the charge while that is open, later in the running one, which may go below nothing', async () => {
    const quota = quotaOn();
    const first = await granted(use(quota, { generations: 5 }));
    const second = await granted(use(quota, { generations: 4 }));
    quota.clock.set('2026-12-01T23:59:59.999Z');
    await use(quota, { generations: 1 });
    await quota.refund({ tenant, charge: first.charge });
    quota.clock.advance({ ms: 1 });
    await quota.refund({ tenant, charge: second.charge });
    expect(balanceOf(quota, 'generations')).toMatchObject({ used: -3, remaining: 13, ended: [{ used: 4 }] });
  });

  it('of a level returns at most what is used', async () => {
    const quota = quotaOn();
    const { charge } = await granted(use(quota, { projects: 3 }));
    await quota.free({ tenant, meter: 'projects', amount: 2 });
    expect(await quota.refund({ tenant, charge })).toEqual({ meters: { projects: 1 } });
  });

  it('knows no charge of another tenant', async () => {
    const quota = quotaOn();
    const { charge } = await granted(use(quota, { generations: 5 }));
    await expect(quota.refund({ tenant: 'org_2', charge })).rejects.toEqual(invalid('charge'));
  });
});

describe('record', () => {
  it('books once by the event, beyond the ceiling too', async () => {
    const quota = quotaOn();
    const event = { tenant, meters: { generations: 12 }, event: 'e1' };
    expect(await quota.record([event, event])).toEqual({ booked: 1, known: 1, late: 1 });
    expect(balanceOf(quota, 'generations')).toMatchObject({ used: 12, remaining: 0 });
    await expect(quota.record({ ...event, meters: { generations: 1 } })).rejects.toThrow('another request');
  });

  it('books in the period of the event while that is open', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 1 });
    quota.clock.set('2026-12-01T10:00:00Z');
    const event = { tenant, meters: { generations: 2 }, at: '2026-11-30T10:00:00Z' };
    expect(await quota.record({ ...event, event: 'e1' })).toMatchObject({ late: 0 });
    quota.clock.set('2026-12-02T10:00:00Z');
    expect(await quota.record({ ...event, event: 'e2' })).toMatchObject({ late: 1 });
    expect(balanceOf(quota, 'generations')).toMatchObject({ used: 2, ended: [{ used: 3 }] });
  });

  it('refuses times that are ahead, or too long ago', async () => {
    const quota = quotaOn();
    const event = { tenant, meters: { generations: 2 }, event: 'e' };
    await expect(quota.record({ ...event, at: '2026-11-10T12:00:00.001Z' })).rejects.toEqual(invalid('at'));
    await expect(quota.record({ ...event, at: '2025-10-01' })).rejects.toEqual(invalid('at'));
  });

  it('opens a window at the time of the event where that would run still', async () => {
    const quota = quotaOn();
    await quota.record({ tenant, meters: { messages: 1 }, at: '2026-11-10T11:00:00Z', event: 'e' });
    expect(balanceOf(quota, 'messages')?.period?.start).toBe('2026-11-10T11:00:00.000Z');
  });
});

describe('levels', () => {
  it('free gives back, and never more than is used', async () => {
    const quota = quotaOn();
    const { charge } = await granted(use(quota, { projects: 3 }));
    expect(await quota.free({ tenant, meter: 'projects', amount: 1, charge })).toEqual({ used: 2 });
    await expect(quota.refund({ tenant, charge, meters: { projects: 3 } })).rejects.toEqual(invalid('meters.projects'));
    await expect(quota.free({ tenant, meter: 'projects', amount: 3 })).rejects.toEqual(invalid('meters.projects'));
  });

  it('recount sets what is used, and books the difference', async () => {
    const quota = quotaOn();
    await use(quota, { projects: 1 });
    expect(await quota.recount({ tenant, meter: 'projects', count: 5 }, by)).toEqual({ before: 1, after: 5 });
    expect(balanceOf(quota, 'projects')).toMatchObject({ used: 5, remaining: 0 });
    expect(quota.inspect().entries.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['consume', 1],
      ['recount', 4],
    ]);
  });

  it('never refill', async () => {
    const quota = quotaOn();
    await use(quota, { projects: 3 });
    quota.clock.advance({ days: 400 });
    await refused(use(quota, { projects: 1 }));
  });
});

describe('a test quota', () => {
  it('goes on by itself from a fork', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 5 });
    const fork = quota.fork();
    await use(fork, { generations: 5 });
    fork.clock.advance({ days: 1 });
    expect([await usedOf(quota, 'generations'), await usedOf(fork, 'generations')]).toEqual([5, 10]);
    expect(quota.clock.now().toISOString()).toBe(now);
  });

  it('has a clock that never goes back', () => {
    expect(() => quotaOn().clock.set('2026-11-10T11:59:59Z')).toThrow('never back');
  });

  it('takes no part of a batch in which one key is reused', async () => {
    const quota = quotaOn();
    await use(quota, { generations: 1 }, { key: 'k' });
    const batch = [2, 3].map((generations) => ({
      tenant,
      meters: { generations },
      key: generations === 3 ? 'k' : 'l',
    }));
    await expect(quota.consume(batch)).rejects.toThrow('another request');
    expect(await usedOf(quota, 'generations')).toBe(1);
  });

  it('is typed as the engine is', () => {
    const quota = quotaOn();
    expectTypeOf(quota).toExtend<Engine<typeof catalog>>();
    // @ts-expect-error there is no such meter
    void quota.consume({ tenant, meters: { generation: 1 } }).catch(() => {});
  });
});
