import type { Limit } from '../catalog/limit.ts';
import { type Thresholds, thresholdAmounts } from '../catalog/threshold.ts';
import type { MeterStatus, MeterUsage, PeriodRange } from './meter-usage.ts';

/** The amounts of one meter at one moment. `line` and `ceiling` null: unlimited. */
export type Standing = {
  kind: 'allowance' | 'level';
  limit: Limit;
  line: number | null;
  ceiling: number | null;
  used: number;
  held: number;
  grants?: number;
  period: PeriodRange | null;
};

/** What follows from the amounts: remaining, percent, status, passed thresholds. */
export function standingOf(standing: Standing, thresholds: Thresholds): MeterUsage {
  const { limit, used, held, line, ceiling } = standing;
  const marks = thresholdAmounts(thresholds, line ?? 0).map((mark) => ({ ...mark, passed: used >= mark.amount }));
  const remaining = ceiling === null ? null : Math.max(ceiling - used - held, 0);
  return {
    ...standing,
    grants: standing.grants ?? 0,
    remaining,
    percent: line === null || line === 0 ? null : Math.floor((used / line) * 100),
    status: statusOf(limit, marks, standing),
    thresholds: marks,
  };
}

function statusOf(limit: Limit, marks: MeterUsage['thresholds'], { used, held, line, ceiling }: Standing): MeterStatus {
  if (limit.type === 'unlimited' || line === null || ceiling === null) return 'unlimited';
  if (used > line && used > ceiling) return 'over';
  if (limit.type === 'none' && ceiling === 0) return 'not_in_plan';
  if (used + held >= ceiling) return 'exhausted';
  const passed = marks.filter((mark) => mark.passed).map((mark) => mark.level);
  if (passed.includes('critical') || passed.includes('reached')) return 'critical';
  return passed.includes('warning') ? 'warning' : 'calm';
}
