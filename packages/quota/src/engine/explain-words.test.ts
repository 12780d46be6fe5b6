import { describe, expect, it } from 'vitest';
import { capped, type Limit, none, pooled, unlimited, usd } from '../index.ts';
import { amountsOf } from '../usage/amounts-of.ts';
import { type GrantedFacts, grantedWords, type RefusedFacts, refusedWords } from './explain-words.ts';
import type { Terms } from './standing-words.ts';

function termsOf(limit: Limit, more: Partial<Terms> = {}): Terms {
  const grants = more.grants ?? 0;
  return { plan: 'Team', limit, isOverride: false, grants, ...amountsOf(limit, grants), ...more };
}
const standing = { used: 4, held: 0, periodEnd: '2026-12-01T00:00:00.000Z', zone: 'Europe/Berlin' };
const granted = (limit: Limit, facts: Partial<GrantedFacts> = {}, terms: Partial<Terms> = {}) =>
  grantedWords({
    how: 'consume',
    unit: 'call',
    label: 'Hard',
    amount: 3,
    own: facts.amount ?? 3,
    terms: termsOf(limit, terms),
    pools: [],
    actor: '',
    feature: '',
    late: false,
    opensWindow: false,
    hasKey: false,
    returned: 0,
    ...standing,
    ...facts,
  });

type Counted = Extract<RefusedFacts, { reason: 'exhausted' | 'too_fast' }>;
const refused = (limit: Limit, facts: Partial<Counted> = {}, terms: Partial<Terms> = {}) =>
  refusedWords({
    reason: 'exhausted',
    unit: 'call',
    label: 'Hard',
    amount: 3,
    terms: termsOf(limit, terms),
    remaining: 1,
    pool: null,
    per: null,
    isUnopened: false,
    roomAt: null,
    waitMs: null,
    ...standing,
    used: 9,
    ...facts,
  });

const hard = capped(10);
const overage = capped(10, { overage: { upTo: 5, price: usd(0.5) } });
const grace = capped(10, { grace: { upTo: 5, days: 3 } });
const pool = { name: 'org', amount: 3, used: 40, held: 0, line: 100 };
const parents = { ...pool, name: null };

describe('granted', () => {
  it.each<[string, string]>([
    ['hard', granted(hard)],
    ['hard, one call', granted(hard, { amount: 1, used: 1 })],
    ['hard, to someone for something', granted(hard, { actor: 'ada', feature: 'chat' })],
    ['hard, with something held', granted(hard, { held: 2 })],
    ['hard, with a key', granted(hard, { hasKey: true })],
    ['hard, part returned', granted(hard, { returned: 2 })],
    ['hard, all returned', granted(hard, { returned: 3 })],
    ['hard, in shadow', granted(hard, { used: 9 })],
    ['hard, a contract not on record', granted(hard, { terms: null })],
    ['override', granted(capped(40), {}, { isOverride: true })],
    ['grants', granted(hard, { used: 11 }, { grants: 5 })],
    ['grants to a limit of none', granted(none, {}, { grants: 8 })],
    ['soft, below the line', granted(capped(10, { soft: true }))],
    ['soft, above the line', granted(capped(10, { soft: true }), { used: 12 })],
    ['overage, below the line', granted(overage)],
    ['overage, across the line', granted(overage, { used: 9 })],
    ['overage, one unit above', granted(overage, { used: 8 })],
    ['overage and grants, above the line', granted(overage, { used: 15 }, { grants: 5 })],
    ['grace, across the line', granted(grace, { used: 9 })],
    ['unlimited', granted(unlimited)],
    ['unlimited by an override', granted(unlimited, {}, { isOverride: true })],
    ['pooled', granted(pooled(), { pools: [pool] })],
    ['pooled with a cap', granted(pooled({ cap: 60 }), { used: 20, pools: [pool] })],
    ['pooled, a pool without limit', granted(pooled(), { pools: [{ ...pool, line: null }] })],
    ['rest from the pool', granted(capped(10, { rest: 'pool' }), { amount: 9, own: 6, pools: [pool] })],
    ['all from the pool', granted(capped(10, { rest: 'pool' }), { own: 0, used: 10, pools: [pool] })],
    ['window opened', granted(hard, { used: 0, opensWindow: true })],
    ['window that was open', granted(hard)],
    ['level', granted(capped(10), { unit: 'seat', periodEnd: null })],
    ['settled', granted(hard, { how: 'settle', actor: 'ada', feature: 'chat' })],
    ['settled above the ceiling', granted(hard, { how: 'settle', used: 9, late: true })],
    ['settled late', granted(hard, { how: 'settle', late: true })],
    ['recorded', granted(hard, { how: 'record', unit: 'query', amount: 1 })],
    ['recorded above the ceiling', granted(hard, { how: 'record', used: 12, late: true })],
    ['recorded late', granted(hard, { how: 'record', late: true })],
    ['large amounts', granted(capped(5_000_000), { unit: 'byte', amount: 1_250_000, used: 1 })],
  ])('%s', (_, words) => {
    expect(words).toMatchSnapshot();
  });
});

describe('refused', () => {
  it.each<[string, string]>([
    ['hard', refused(hard, { roomAt: standing.periodEnd })],
    ['hard, something held', refused(hard, { used: 6, held: 3 })],
    ['hard, more than fits', refused(hard, { amount: 11, used: 0, remaining: 10 })],
    ['override', refused(capped(40), { used: 39 }, { isOverride: true })],
    ['grants', refused(hard, { used: 14 }, { grants: 5 })],
    ['overage', refused(overage, { used: 15, remaining: 0 })],
    ['overage and grants', refused(overage, { used: 19 }, { grants: 5 })],
    ['grace that runs', refused(grace, { used: 14 })],
    ['grace that is over', refused(grace, { used: 12, remaining: 0 }, { ceiling: 10 })],
    ['pooled', refused(pooled(), { used: 40, remaining: 1, pool: { ...parents, used: 99 } })],
    ['pooled with a cap', refused(pooled({ cap: 60 }), { used: 59, pool: parents })],
    ['rest from the pool', refused(capped(10, { rest: 'pool' }), { used: 10, pool: { ...parents, used: 99 } })],
    [
      'window that no call had opened',
      refused(hard, { used: 0, remaining: 10, amount: 11, isUnopened: true, periodEnd: null }),
    ],
    ['level', refused(capped(3), { unit: 'seat', used: 3, remaining: 0, amount: 1, periodEnd: null })],
    ['over after a downgrade', refused(hard, { used: 30, remaining: 0 })],
    ['grants to a limit of none', refused(none, { used: 7 }, { grants: 8 })],
    [
      'too fast',
      refused(capped(60, { burst: 20 }), {
        reason: 'too_fast',
        unit: 'request',
        per: 'minute',
        amount: 2,
        waitMs: 1_001,
      }),
    ],
    [
      'too fast, never at once',
      refused(capped(60, { burst: 20 }), { reason: 'too_fast', unit: 'request', per: 'minute', amount: 21 }),
    ],
    [
      'not in plan',
      refusedWords({
        reason: 'not_in_plan',
        unit: 'run',
        label: 'Scheduled runs',
        amount: 1,
        plan: 'Team',
        drawsOnParent: false,
      }),
    ],
    [
      'not in plan, no parent',
      refusedWords({
        reason: 'not_in_plan',
        unit: 'token',
        label: 'Tokens',
        amount: 5,
        plan: 'Team',
        drawsOnParent: true,
      }),
    ],
    ['suspended', refusedWords({ reason: 'suspended', unit: 'call', label: 'Hard', amount: 3 })],
    ['unavailable', refusedWords({ reason: 'unavailable', unit: 'call', label: 'Hard', amount: 3, waitMs: 5_000 })],
  ])('%s', (_, words) => {
    expect(words).toMatchSnapshot();
  });
});
