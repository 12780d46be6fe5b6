import { amountsOf, type Catalog, type MeterUsage, type QuotaRefusal, standingOf } from '@plimsoll/quota';

/** A refusal that met a limit, with its numbers: the line is used up, or a rate has no room now. */
export type LimitRefusal = Extract<QuotaRefusal, { breaches: unknown }>;

export const metLimit = (refusal: QuotaRefusal): refusal is LimitRefusal =>
  refusal.reason === 'exhausted' || refusal.reason === 'too_fast';

/** How the meter stood when the call was refused, to be drawn. */
export function refusedUsage(refusal: LimitRefusal, catalog: Catalog): MeterUsage {
  const { limit, line, ceiling, used, held, period, pool } = refusal;
  const meter = catalog.meters[refusal.meter];
  const kind = meter?.kind ?? (period ? 'allowance' : 'level');
  const isOpen = limit.type === 'pooled' && limit.cap === undefined;
  const grants = Math.max(line - (amountsOf(limit).line ?? line), 0);
  const amounts = isOpen ? { line: null, ceiling: null } : { line, ceiling };
  return standingOf(
    { kind, limit, used, held, period, pool, grants, ...amounts },
    meter?.thresholds ?? catalog.thresholds,
  );
}
