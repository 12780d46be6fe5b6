import { calendarSeasons } from '../seasons.ts';
import { meanDeviation, type Watch } from './watches.ts';

/** A watch that can also say what it expects. */
export interface ExpectingWatch extends Watch {
  /**
   * The amounts within `deviations` usual deviations of what is expected of a step; null as long as nothing is known.
   */
  expected(step: number, deviations: number): [low: number, high: number] | null;
}

/**
 * How far from what is usual at this time of the week: a level, a slot of the day and one of the week, each following slowly, on
 * square roots, where busy and quiet hours deviate alike. It says nothing before a week is known.
 */
export function watchTimeOfWeek(stepMs: number): ExpectingWatch {
  const { day, week } = calendarSeasons(stepMs);
  const daySlots = new Float64Array(day || 1);
  const weekSlots = new Float64Array(week || 1);
  const deviation = meanDeviation(333);
  let level = 0;
  let known = 0;
  const usual = () => deviation.usual(0.1 * level || 1e-12);
  const centre = (step: number) => level + daySlots[step % daySlots.length]! + weekSlots[step % weekSlots.length]!;
  return {
    kind: 'time of week',
    every: 1,
    expected(step, deviations) {
      const spread = deviations * usual();
      if (Number.isNaN(spread)) return null;
      return [Math.max(0, centre(step) - spread) ** 2, Math.max(0, centre(step) + spread) ** 2];
    },
    look(value, step) {
      const root = Math.sqrt(value);
      if (known === 0) level = root;
      const off = root - centre(step);
      const size = known > weekSlots.length ? off / usual() : Number.NaN;
      known++;
      deviation.learn(off);
      level += Math.max(1 / weekSlots.length, 1 / known) * off;
      if (day) daySlots[step % day]! += Math.max(0.05, 1 / (known / day + 1)) * 0.9 * off;
      if (week) weekSlots[step % week]! += Math.max(0.1, 1 / (known / week + 2)) * off;
      return size;
    },
  };
}
