import { limitAmount } from '../usage/amounts-of.ts';
import { formatAmount, formatMoment, formatPrice } from '../usage/format.ts';
import {
  amountLeft,
  countOf,
  isOne,
  limitOf,
  ofWords,
  type PoolFacts,
  poolWords,
  type Standing,
  spanWords,
  type Terms,
  usedWords,
} from './standing-words.ts';

type Asked = {
  /** One of what is counted: `call`. */
  unit: string;
  label: string;
  /** What was asked for, or booked. */
  amount: number;
};
export type GrantedFacts = Asked &
  Standing & {
    how: 'consume' | 'settle' | 'record';
    /** Null: it was decided before contracts were kept on record. */
    terms: Terms | null;
    /** What the own limit gave of the amount. */
    own: number;
    pools: PoolFacts[];
    actor: string;
    feature: string;
    late: boolean;
    opensWindow: boolean;
    hasKey: boolean;
    returned: number;
  };

export type RefusedFacts =
  | (Asked &
      Standing & {
        reason: 'exhausted' | 'too_fast';
        terms: Terms;
        remaining: number;
        pool: PoolFacts | null;
        /** Of a rate: over which time it is counted. */
        per: string | null;
        /** A window that no call had opened. */
        isUnopened: boolean;
        /** From when there is room again, ISO 8601; null: time alone makes none. */
        roomAt: string | null;
        waitMs: number | null;
      })
  | (Asked & { reason: 'not_in_plan'; plan: string; drawsOnParent: boolean })
  | (Asked & { reason: 'suspended' })
  | (Asked & { reason: 'unavailable'; waitMs: number });

/** Why it was granted: one sentence. */
export function grantedWords(facts: GrantedFacts): string {
  const { how, terms, actor, feature, unit, amount } = facts;
  const verb = { consume: 'granted', settle: 'settled from a hold', record: 'recorded after they happened' }[how];
  const to = how === 'consume' && actor ? ` to ${actor}` : actor ? ` by ${actor}` : '';
  const head = `${countOf(amount, unit)} ${isOne(amount)} ${verb}${to}${feature ? ` for ${feature}` : ''}`;
  const why = terms
    ? sourceWords(facts, terms)
    : `${usedWords(facts)} before, by a contract that is no longer on record`;
  const more = [
    ...(terms ? beyondWords(facts, terms) : []),
    facts.opensWindow &&
      facts.periodEnd &&
      `this opened a window that ends on ${formatMoment(facts.periodEnd, facts.zone)}`,
    facts.hasKey && 'the request had a key: sent again, it is answered with this charge',
    facts.returned > 0 && returnedWords(facts),
  ];
  return sentence(
    head.replace('recorded after they', amount === 1 ? 'recorded after it' : 'recorded after they'),
    why,
    more,
  );
}

/** Why it was refused: one sentence. */
export function refusedWords(facts: RefusedFacts): string {
  const head = `${countOf(facts.amount, facts.unit)} ${isOne(facts.amount)} refused`;
  switch (facts.reason) {
    case 'exhausted':
      return sentence(head, exhaustedWords(facts), [
        facts.isUnopened && 'no window was open',
        facts.roomAt !== null && `there is room again from ${formatMoment(facts.roomAt, facts.zone)} on`,
      ]);
    case 'too_fast': {
      const { terms, per, waitMs, remaining } = facts;
      const once = formatAmount(terms.ceiling ?? 0);
      const allowed = `${formatAmount(terms.line ?? 0)} a ${per} are allowed (${limitOf(terms)}), ${once} of them at once`;
      if (waitMs === null) return sentence(head, `${allowed}, so that more than ${once} never fit`, []);
      return sentence(head, `${allowed}, of which ${amountLeft(remaining)} ${isOne(remaining)} left`, [
        `there is room in ${spanWords(waitMs)}`,
      ]);
    }
    case 'not_in_plan':
      return sentence(
        head,
        facts.drawsOnParent
          ? `the ${facts.plan} plan takes “${facts.label}” from a parent's pool, and the tenant has no parent`
          : `the ${facts.plan} plan has no “${facts.label}”`,
        [],
      );
    case 'suspended':
      return sentence(head, 'the tenant was suspended, or one above it whose pool it draws on', []);
    case 'unavailable':
      return sentence(head, 'the limits could not be checked, as the database gave no answer', [
        `it could be asked again after ${spanWords(facts.waitMs)}`,
      ]);
    default:
      return facts satisfies never;
  }
}

const sentence = (head: string, why: string, more: (string | false | null)[]) =>
  `${[`${head}: ${why}`, ...more.filter(Boolean)].join('; ')}.`;

function sourceWords(facts: GrantedFacts, terms: Terms): string {
  const { pools, own } = facts;
  if (terms.limit.type === 'pooled' && pools.length > 0) {
    const cap = terms.line === null ? '' : `, and of the tenant's own cap ${ofWords(facts, terms)}`;
    return `${isDrawn(facts.amount)} drawn from the pool of ${pools[0]?.name}, ${poolWords(pools[0] as PoolFacts)}${cap}`;
  }
  const left = leftWords(facts, terms);
  if (pools.length === 0) return left;
  const drawn = pools.map((pool) => `${formatAmount(pool.amount)} from the pool of ${pool.name}, ${poolWords(pool)}`);
  return `${amountLeft(own)} by the own limit, where ${left}, and ${drawn.join(', and ')}`;
}

/** Used and held of the ceiling, and what that left. */
function leftWords(facts: Standing, terms: Terms): string {
  const { ceiling } = terms;
  if (terms.limit.type === 'unlimited') {
    return `${terms.isOverride ? 'an override' : `the ${terms.plan} plan`} sets no limit, and ${usedWords(facts)}`;
  }
  if (ceiling === null) return `${ofWords(facts, terms)}, and that limit warns without refusing`;
  return `${ofWords(facts, terms)}, which left ${amountLeft(Math.max(ceiling - facts.used - facts.held, 0))}`;
}

/** Where what was booked stands above the line, and by which right. */
function beyondWords(facts: GrantedFacts, { limit, line, ceiling }: Terms): string[] {
  const { used, held, own, late, how } = facts;
  const after = used + own;
  const those = (above: number) => partWords(above, facts.amount);
  if (ceiling !== null && after > ceiling && (late || how !== 'consume')) {
    return [`${those(after - Math.max(ceiling, used))} above the ceiling, and marked late`];
  }
  if (late) return [`booked late, after ${how === 'settle' ? 'the hold or ' : ''}the period had ended`];
  if (ceiling !== null && after + held > ceiling) {
    return [`${those(after + held - Math.max(ceiling, used + held))} above the ceiling, as the meter was in shadow`];
  }
  if (line === null || after <= line || limit.type !== 'capped') return [];
  const beyond = `${those(Math.min(after - line, own))} beyond the line of ${formatAmount(line)}`;
  if (limit.overage) return [`${beyond}, at ${formatPrice(limit.overage.price)} each`];
  if (limit.grace) return [`${beyond}, in grace, which lasts ${countOf(limit.grace.days, 'day')} from its first use`];
  return [beyond];
}

/** `all of them`, `2 of them`; of a single one `it`. */
function partWords(part: number, amount: number): string {
  if (amount === 1) return 'it is';
  if (part >= amount) return 'all of them are';
  return `${formatAmount(part)} of them ${part === 1 ? 'is' : 'are'}`;
}

const returnedWords = ({ returned, amount }: GrantedFacts) => `${partWords(returned, amount)} returned by now`;

function exhaustedWords(facts: Extract<RefusedFacts, { reason: 'exhausted' | 'too_fast' }>): string {
  const { terms, pool, remaining, used } = facts;
  const left = `which left ${amountLeft(remaining)}`;
  if (terms.limit.type === 'pooled' && pool) {
    const cap = limitAmount(terms.limit) === null ? '' : `, and of the tenant's own cap ${ofWords(facts, terms)}`;
    return `${isDrawn(facts.amount)} drawn from the parent's pool, ${poolWords(pool)}${cap}, ${left}`;
  }
  if (pool) return `${ofWords(facts, terms)}, and the rest is the parent's pool, ${poolWords(pool)}, ${left}`;
  const grace = terms.limit.type === 'capped' ? terms.limit.grace : undefined;
  const isGraceOver = grace !== undefined && terms.ceiling === terms.line && used > (terms.line ?? 0);
  const over = isGraceOver ? `, and the ${countOf(grace.days, 'day')} of grace had passed` : '';
  return `${ofWords(facts, terms)}${over}, ${left}`;
}

const isDrawn = (amount: number) => (amount === 1 ? 'it is' : 'they are');
