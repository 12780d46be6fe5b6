import type { LevelShift } from './level-shift.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A sentence on what a forecast rests on. */
export function describeBasis(facts: {
  knownMs: number;
  isEarly: boolean;
  seasonsMs: readonly number[];
  trials: number;
  shift: LevelShift | null;
}): string {
  const { knownMs, isEarly, seasonsMs, trials, shift } = facts;
  const from = `From ${span(knownMs)} of usage`;
  if (trials === 0) return `${from}: too little to see a pattern, so the range is wide.`;
  const pattern =
    seasonsMs.length === 0
      ? 'no daily or weekly pattern'
      : `a pattern that repeats every ${seasonsMs.map(period).join(' and every ')}`;
  const level = shift
    ? `, taken at the level of the last ${shift.days} days, ${times(shift.ratio)} the one before`
    : '';
  const tried = `${trials} trial ${trials === 1 ? 'forecast' : 'forecasts'} on the past`;
  return `${from} with ${pattern}${level}; the range is what ${tried} missed by${isEarly ? ', and it is early' : ''}.`;
}

function span(ms: number): string {
  if (ms >= 2 * dayMs) return `${Math.floor(ms / dayMs)} days`;
  if (ms >= 2 * hourMs) return `${Math.floor(ms / hourMs)} hours`;
  return `${Math.max(1, Math.floor(ms / 60_000))} minutes`;
}

function times(ratio: number): string {
  return `${ratio >= 1 ? ratio.toFixed(1) : ratio.toFixed(2)} times`;
}

function period(ms: number): string {
  if (ms === dayMs) return 'day';
  if (ms === 7 * dayMs) return 'week';
  return span(ms);
}
