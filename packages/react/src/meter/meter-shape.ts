import type { MeterUsage } from '@plimsoll/quota';

type Mark = { readonly percent: number; readonly passed: boolean };

/** What is drawn for a meter. Amounts are whole units on an axis of `0 … domain`. */
export type MeterShape =
  | { readonly type: 'open' }
  | { readonly type: 'absent' }
  | {
      readonly type: 'hull';
      readonly used: number;
      readonly held: number;
      /** The plan's own part of the line. */
      readonly limit: number;
      readonly grants: number;
      readonly line: number;
      readonly domain: number;
      /** Where paint starts, in percent of the line; null while the first warning mark isn't passed. */
      readonly paintFromPercent: number | null;
      /** Ticks below the hull; the line itself is none of them. */
      readonly marks: readonly Mark[];
      /** Nothing more can be granted: the ring is filled. */
      readonly isFull: boolean;
      /** `within` the domain, or `cut` where the bar would leave it. */
      readonly beyond: 'none' | 'within' | 'cut';
    };

/**
 * Where each part of a meter stands. Without grants the line is always at 80 % of the width, so that the lines of a
 * list stand in one column and a hull widened by a grant juts out.
 */
export function meterShape(usage: MeterUsage): MeterShape {
  const { line, limit, used, held, grants, thresholds, remaining } = usage;
  if (line === null) return { type: 'open' };
  if (line <= 0) return { type: 'absent' };
  const own = limit.type === 'capped' ? limit.amount : 0;
  const domain = Math.max(own * 1.25, line * 1.04);
  const paint = thresholds.find(({ level, passed }) => passed && level !== 'mark');
  return {
    type: 'hull',
    used,
    held,
    limit: own,
    grants,
    line,
    domain,
    paintFromPercent: paint ? paint.percent : null,
    marks: thresholds.filter(({ percent }) => percent < 100).map(({ percent, passed }) => ({ percent, passed })),
    isFull: remaining === 0,
    beyond: used <= line ? 'none' : used <= domain ? 'within' : 'cut',
  };
}
