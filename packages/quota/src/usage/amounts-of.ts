import type { Limit } from '../catalog/limit.ts';

/**
 * Where the line and the ceiling of a limit stand; null: unlimited.
 * @param grants what grants add to it, whole units.
 * @param isGraceOver the days of grace are over: the line is the end.
 */
export function amountsOf(
  limit: Limit,
  grants = 0,
  isGraceOver = false,
): { line: number | null; ceiling: number | null } {
  switch (limit.type) {
    case 'capped': {
      const line = safeSum(limit.amount, grants);
      if (limit.burst !== undefined) return { line, ceiling: limit.burst };
      if (limit.soft) return { line, ceiling: null };
      const beyond = limit.overage?.upTo ?? (isGraceOver ? 0 : (limit.grace?.upTo ?? 0));
      return { line, ceiling: safeSum(line, beyond) };
    }
    case 'pooled': {
      const cap = limit.cap === undefined ? null : safeSum(limit.cap, grants);
      return { line: cap, ceiling: cap };
    }
    case 'unlimited':
      return { line: null, ceiling: null };
    case 'none':
      return { line: grants, ceiling: grants };
    default:
      return limit satisfies never;
  }
}

/** What a limit itself gives, before grants; null where it has no end. */
export const limitAmount = (limit: Limit): number | null => amountsOf(limit).line;

/** Amounts are safe integers: more than that is as good as no end, and must not become a fraction. */
const safeSum = (a: number, b: number) => Math.min(a + b, Number.MAX_SAFE_INTEGER);
