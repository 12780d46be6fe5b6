import { amountsOf, type Catalog, type MeterUsage, standingOf } from '@plimsoll/quota';

/**
 * How a meter stands apart from the pause of its tenant. While one is suspended its ceilings are 0, so that every call is
 * refused; no limit is reached by that, and the same is remaining once it is resumed.
 * @param at the moment that the figures are from, ISO 8601.
 */
export function besidePause(catalog: Catalog, name: string, usage: MeterUsage, at: string): MeterUsage {
  const { limit, kind, grants, beyond } = usage;
  const graceUntil = beyond?.type === 'grace' ? beyond.until : null;
  const isGraceOver = graceUntil !== null && Date.parse(graceUntil) <= Date.parse(at);
  const { ceiling } = amountsOf(limit, kind === 'rate' ? 0 : grants, isGraceOver);
  const thresholds = catalog.meters[name]?.thresholds ?? catalog.thresholds;
  return standingOf({ ...usage, ceiling, graceUntil }, thresholds);
}
