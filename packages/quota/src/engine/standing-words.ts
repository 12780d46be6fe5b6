import type { Limit } from '../catalog/limit.ts';
import { limitAmount } from '../usage/amounts-of.ts';
import { formatAmount } from '../usage/format.ts';

/** What a meter was decided by. Null amounts: unlimited. */
export type Terms = {
  /** The plan's name as people read it. */
  plan: string;
  limit: Limit;
  /** An override stood in place of the plan's limit. */
  isOverride: boolean;
  grants: number;
  line: number | null;
  ceiling: number | null;
};

/** A pool as it stood before. `name` null: the parent's, whoever that is. `line` undefined: it isn't on record any more. */
export type PoolFacts = {
  name: string | null;
  amount: number;
  used: number;
  held: number;
  line: number | null | undefined;
};

export type Standing = {
  used: number;
  held: number;
  /** ISO 8601. */
  periodEnd: string | null;
  /** The tenant's time zone. */
  zone: string;
};

/** `4 of 15 (10 by the Team plan, 5 by grants) were used and 2 held`. */
export function ofWords({ used, held }: Pick<Standing, 'used' | 'held'>, terms: Terms): string {
  const top = terms.ceiling ?? terms.line ?? 0;
  return `${formatAmount(used)} of ${formatAmount(top)} (${partsOf(terms).join(', ')}) ${wasUsed(used, held)}`;
}

const wasUsed = (used: number, held: number) =>
  `${isOne(used)} used${held > 0 ? ` and ${formatAmount(held)} held` : ''}`;

export const usedWords = ({ used, held }: Pick<Standing, 'used' | 'held'>) =>
  `${formatAmount(used)} ${wasUsed(used, held)}`;

export const limitOf = ({ plan, isOverride }: Terms) =>
  isOverride ? "an override's limit" : `the ${plan} plan's limit`;

/** What makes the ceiling up: limit, grants, and what is allowed beyond the line. */
function partsOf(terms: Terms): string[] {
  const { limit, grants, line, ceiling } = terms;
  const own = limitAmount(limit);
  const beyond = line !== null && ceiling !== null ? ceiling - line : 0;
  const parts = [
    ...(grants > 0 ? [`${formatAmount(grants)} by grants`] : []),
    ...(beyond > 0
      ? [`${formatAmount(beyond)} of ${limit.type === 'capped' && limit.grace ? 'grace' : 'overage'}`]
      : []),
  ];
  if (limit.type === 'none') return grants > 0 ? parts : [`not in the ${terms.plan} plan`];
  if (parts.length === 0) return [limitOf(terms)];
  return [`${formatAmount(own ?? 0)} by ${terms.isOverride ? 'an override' : `the ${terms.plan} plan`}`, ...parts];
}

export function poolWords({ used, held, line }: PoolFacts): string {
  if (line === undefined) return `of which ${usedWords({ used, held })}`;
  if (line === null) return `which has no limit and of which ${usedWords({ used, held })}`;
  return `of which ${formatAmount(used)} of ${formatAmount(line)} ${wasUsed(used, held)}`;
}

/** `1 call`, `1,250 queries`. */
export function countOf(amount: number, unit: string): string {
  if (amount === 1) return `1 ${unit}`;
  const plural = /[^aeiou]y$/.test(unit)
    ? `${unit.slice(0, -1)}ies`
    : /(s|x|z|ch|sh)$/.test(unit)
      ? `${unit}es`
      : `${unit}s`;
  return `${formatAmount(amount)} ${plural}`;
}

export const amountLeft = (amount: number) => (amount === 0 ? 'none' : formatAmount(amount));

export const isOne = (amount: number) => (amount === 1 ? 'was' : 'were');

/** `2 seconds`, `5 minutes`: rounded up, so that nobody asks too soon. */
export function spanWords(spanMs: number): string {
  const seconds = Math.ceil(spanMs / 1_000);
  if (seconds < 120) return countOf(seconds, 'second');
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? countOf(minutes, 'minute') : countOf(Math.ceil(minutes / 60), 'hour');
}
