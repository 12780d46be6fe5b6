import type { Limit } from '../catalog/limit.ts';
import type { Meter } from '../catalog/meter.ts';
import { percentOf } from '../catalog/percent-of.ts';
import { type MeterThresholds, thresholdAmounts } from '../catalog/threshold.ts';
import type { Beyond, MeterUsage, PeriodRange, PoolUsage } from './meter-usage.ts';

/** The amounts of one meter at one moment. `line` and `ceiling` null: unlimited. */
export type Standing = {
  kind: Meter['kind'];
  limit: Limit;
  line: number | null;
  ceiling: number | null;
  used: number;
  held: number;
  grants?: number;
  period: PeriodRange | null;
  pool?: PoolUsage | null;
  override?: MeterUsage['override'];
  /** When the grace that runs ends, ISO 8601; null while the line has not been crossed. */
  graceUntil?: string | null;
};

/** What follows from the amounts: remaining, percent, status, passed thresholds. */
export function standingOf(
  { graceUntil = null, grants = 0, pool = null, override = null, ...standing }: Standing,
  thresholds: MeterThresholds,
): MeterUsage {
  const { kind, limit, used, line } = standing;
  const shown = kind === 'rate' ? 0 : (line ?? 0);
  const marks = thresholdAmounts(thresholds, shown).map((mark) => ({ ...mark, passed: used >= mark.amount }));
  const beyond = beyondOf(limit, used, line, graceUntil);
  return {
    ...standing,
    grants,
    pool,
    override,
    beyond,
    remaining: remainingOf(standing, pool),
    percent: line === null || line === 0 ? null : percentOf(used, line),
    status: statusOf(standing, marks, beyond, pool),
    thresholds: marks,
  };
}

/** What could be granted now: the own room, what the pool has, or both, as the limit draws on them. */
export function remainingOf(
  { limit, ceiling, used, held }: Pick<Standing, 'limit' | 'ceiling' | 'used' | 'held'>,
  pool: PoolUsage | null,
): number | null {
  const own = ceiling === null ? null : Math.max(ceiling - used - held, 0);
  if (!pool) return own;
  if (limit.type === 'pooled') {
    if (own === null || pool.remaining === null) return own ?? pool.remaining;
    return Math.min(own, pool.remaining);
  }
  return own === null || pool.remaining === null ? null : Math.min(own + pool.remaining, Number.MAX_SAFE_INTEGER);
}

function beyondOf(limit: Limit, used: number, line: number | null, graceUntil: string | null): Beyond | null {
  if (limit.type !== 'capped' || line === null) return null;
  const above = Math.max(used - line, 0);
  const { overage, grace, soft } = limit;
  if (soft) return { type: 'soft', used: above };
  if (grace) return { type: 'grace', ...grace, used: Math.min(above, grace.upTo), until: graceUntil };
  if (!overage) return null;
  const priced = Math.min(above, overage.upTo);
  const cost = { currency: overage.price.currency, minor: overage.price.minor * priced };
  return { type: 'overage', ...overage, used: priced, cost };
}

function statusOf(
  { limit, used, held, line, ceiling, kind }: Standing,
  marks: MeterUsage['thresholds'],
  beyond: Beyond | null,
  pool: PoolUsage | null,
): MeterUsage['status'] {
  if (limit.type === 'none' && used === 0 && ceiling === 0) return 'not_in_plan';
  const remaining = remainingOf({ limit, ceiling, used, held }, pool);
  if (kind === 'rate' && limit.type === 'none') return 'not_in_plan';
  if (kind === 'rate') return remaining === null ? 'unlimited' : remaining > 0 ? 'calm' : 'exhausted';
  if (line !== null && used > line) {
    if (beyond?.type === 'soft' || (ceiling !== null && used > ceiling)) return 'over';
    if (remaining === 0) return 'exhausted';
    if (beyond) return beyond.type;
  }
  if (limit.type === 'none' && ceiling === 0) return 'not_in_plan';
  if (remaining === 0) return 'exhausted';
  // Without a line of its own, what a pool gives ends all the same; its thresholds are the parent's.
  if (line === null) return remaining === null ? 'unlimited' : 'calm';
  const passed = marks.filter((mark) => mark.passed).map((mark) => mark.level);
  if (passed.includes('critical') || passed.includes('reached')) return 'critical';
  return passed.includes('warning') ? 'warning' : 'calm';
}
