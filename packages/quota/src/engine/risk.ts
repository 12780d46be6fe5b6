import type { Catalog } from '../catalog/define-catalog.ts';
import type { MeterUsage } from '../usage/meter-usage.ts';
import { checkMost } from './check-most.ts';
import { isoOf } from './decision.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkName } from './request.ts';
import type { AtRisk } from './verbs.ts';

export type AtRiskRequest = {
  /** Of one tenant; of all where it is left out. */
  tenant?: string | undefined;
  /** Percent of the line, 1 … 1,000. @default 80 */
  atLeast?: number | undefined;
  /** How many meters at most, 1 … 1,000. @default 100 */
  most?: number | undefined;
};

/** The request with its defaults. @throws InvalidRequestError for a number out of its range. */
export function checkAtRisk({ tenant, atLeast = 80, most = 100 }: AtRiskRequest) {
  if (tenant !== undefined) checkName('tenant', tenant);
  checkMost(most, 1_000);
  if (!Number.isInteger(atLeast) || atLeast < 1 || atLeast > 1_000) {
    throw new InvalidRequestError('atLeast', `${atLeast} is no percentage`, 'Pass a whole number from 1 to 1000.');
  }
  return { tenant, atLeast, most };
}

/** Whether something is used, and so much of the line, in percent. */
export const isAtRisk = ({ used, line }: MeterUsage, atLeast: number): boolean =>
  used > 0 && line !== null && used * 100 >= line * atLeast;

export const riskOf = <C extends Catalog>(of: Omit<AtRisk<C>, 'reachedAt'>, nowMs: number): AtRisk<C> => ({
  ...of,
  reachedAt: reachedAtOf(of.usage, nowMs),
});

/** Those at their line first, most used first; then by when they reach it; then those that no pace leads there. */
export const bySoonness = <C extends Catalog>(a: AtRisk<C>, b: AtRisk<C>): number =>
  soonness(a) - soonness(b) || shareOf(b) - shareOf(a);

/** When the line is reached at the pace of this period; null where it is reached, or the period ends before. */
function reachedAtOf({ used, line, period }: MeterUsage, nowMs: number): string | null {
  if (line === null || used >= line || used <= 0 || !period) return null;
  const passedMs = nowMs - Date.parse(period.start);
  const reachedMs = nowMs + (passedMs * (line - used)) / used;
  return passedMs > 0 && reachedMs < Date.parse(period.end) ? isoOf(Math.ceil(reachedMs)) : null;
}

const isReached = ({ usage: { used, line } }: Pick<AtRisk, 'usage'>) => line !== null && used >= line;
const soonness = (risk: Pick<AtRisk, 'usage' | 'reachedAt'>) =>
  isReached(risk) ? 0 : risk.reachedAt === null ? Number.MAX_VALUE : Date.parse(risk.reachedAt);
const shareOf = ({ usage: { used, line } }: Pick<AtRisk, 'usage'>) => used / Math.max(line ?? 1, 1);
