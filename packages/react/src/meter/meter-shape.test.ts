import { expect, test } from 'vitest';
import { standing } from '../../test/sheet-data.ts';
import { meterShape } from './meter-shape.ts';

const shape = (used: number, more: { held?: number; grants?: number } = {}) =>
  meterShape(standing('aiGenerations', 'starter', { used, ...more }));

test('without grants the load line stands at 80 % of the width', () => {
  expect(shape(41)).toMatchObject({ line: 100, domain: 125 });
});

test('a grant widens the hull beyond the column of lines but never past its box', () => {
  expect(shape(0, { grants: 10 })).toMatchObject({ limit: 100, grants: 10, line: 110, domain: 125 });
  const wide = shape(0, { grants: 400 });
  expect(wide).toMatchObject({ line: 500, domain: 520 });
});

test('paint starts at the first warning mark and only once it is passed', () => {
  expect(shape(79)).toMatchObject({ paintFromPercent: null });
  expect(shape(80)).toMatchObject({ paintFromPercent: 80 });
  expect(shape(100)).toMatchObject({ paintFromPercent: 80 });
});

test('the line itself is no tick', () => {
  expect(shape(96)).toMatchObject({
    marks: [
      { percent: 50, passed: true },
      { percent: 80, passed: true },
      { percent: 95, passed: true },
    ],
  });
});

test('the ring is filled where nothing can be granted, also when the rest is held', () => {
  expect(shape(99)).toMatchObject({ isFull: false });
  expect(shape(100)).toMatchObject({ isFull: true });
  expect(shape(90, { held: 10 })).toMatchObject({ isFull: true });
});

test('a bar that would leave the box is cut', () => {
  expect(shape(100)).toMatchObject({ beyond: 'none' });
  expect(shape(125)).toMatchObject({ beyond: 'within' });
  expect(shape(126)).toMatchObject({ beyond: 'cut' });
});

test('unlimited has no line, and what is not in the plan no hull', () => {
  expect(meterShape(standing('seats', 'starter', { used: 6 }))).toEqual({ type: 'open' });
  expect(meterShape(standing('scheduledRuns', 'free', { used: 0 }))).toEqual({ type: 'absent' });
});

test('a grant on a meter that the plan lacks is drawn as a hull of its own', () => {
  expect(meterShape(standing('scheduledRuns', 'free', { used: 0, grants: 50 }))).toMatchObject({
    type: 'hull',
    limit: 0,
    line: 50,
    domain: 52,
  });
});
