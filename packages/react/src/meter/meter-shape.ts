import type { MeterUsage } from '@plimsoll/quota';

type Mark = { readonly percent: number; readonly amount: number; readonly passed: boolean };

/** What is drawn for a meter. Amounts are whole units on an axis of `0 … domain`. */
export type MeterShape =
  | { readonly type: 'open' }
  | { readonly type: 'absent' }
  | {
      readonly type: 'hull';
      readonly used: number;
      /** The part of what is held that stands below the line. */
      readonly held: number;
      /** The part of what is held that stands above it. */
      readonly heldBeyond: number;
      /** The plan's own part of the line. */
      readonly limit: number;
      readonly grants: number;
      readonly line: number;
      readonly domain: number;
      /** Where paint starts, in percent of the line; null while the first warning mark isn't passed, and in overage. */
      readonly paintFromPercent: number | null;
      /** Ticks below the hull; the line itself is none of them. */
      readonly marks: readonly Mark[];
      /** The line is reached, or nothing more can be granted: the ring is filled. */
      readonly isFull: boolean;
      /** What may be used above the line, dashed; 0 where the line is the end. */
      readonly beyond: number;
      /** Nothing ends what may be used above the line. */
      readonly isBeyondEndless: boolean;
      /** What is used above the line: `within` the domain, or `cut` where the bar would leave it. */
      readonly over: 'none' | 'within' | 'cut';
    };

/**
 * Where each part of a meter stands. Without grants the line is always at 80 % of the width, so that the lines of a
 * list stand in one column; a hull widened by a grant, or by much beyond the line, juts out.
 */
export function meterShape(usage: MeterUsage): MeterShape {
  const scale = scaleOf(usage);
  if (scale === null) return { type: 'open' };
  const { line, own, ceiling, used, held } = scale;
  if (line <= 0) return { type: 'absent' };
  const { thresholds, remaining, status } = usage;
  const isBeyondEndless = ceiling === null;
  const domain = Math.max(own * 1.25, (ceiling ?? line) * 1.04, line * (isBeyondEndless ? 1.25 : 1.04));
  const paint = status === 'overage' ? undefined : thresholds.find(({ level, passed }) => passed && level !== 'mark');
  const heldBelow = Math.max(Math.min(held, line - used), 0);
  return {
    type: 'hull',
    used,
    held: heldBelow,
    heldBeyond: Math.max(Math.min(held - heldBelow, domain - Math.max(used, line)), 0),
    limit: own,
    grants: Math.max(line - own, 0),
    line,
    domain,
    paintFromPercent: paint ? paint.percent : null,
    marks: thresholds.filter(({ percent }) => percent < 100),
    isFull: remaining === 0 || used >= line,
    beyond: (ceiling ?? domain) - line,
    isBeyondEndless,
    over: used <= line ? 'none' : used <= domain ? 'within' : 'cut',
  };
}

/** The amounts that a meter is drawn by; null: it has no end to be drawn. `ceiling` null: nothing ends it above the line. */
type Scale = { line: number; own: number; ceiling: number | null; used: number; held: number };

function scaleOf({ kind, limit, line, ceiling, grants, used, held, pool }: MeterUsage): Scale | null {
  // Of a rate, the burst is what fills and empties before one's eyes: its end is where calls are refused.
  if (kind === 'rate') return ceiling === null ? null : { line: ceiling, own: ceiling, ceiling, used, held };
  if (line !== null) return { line, own: Math.max(line - grants, 0), ceiling: limitedBy(line, ceiling), used, held };
  if (limit.type !== 'pooled' || !pool || pool.line === null) return null;
  return { line: pool.line, own: pool.line, ceiling: pool.line, used: pool.used, held: pool.held };
}

/** A ceiling below the line is no ceiling to draw beyond it. */
const limitedBy = (line: number, ceiling: number | null) => (ceiling === null ? null : Math.max(ceiling, line));
