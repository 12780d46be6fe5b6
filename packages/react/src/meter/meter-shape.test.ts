import { expect, test } from 'vitest';
import { contract, contracts } from '../../test/contract-data.ts';
import { standing } from '../../test/sheet-data.ts';
import { meterShape } from './meter-shape.ts';
import { withRateMark } from './rate-mark.ts';

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
  expect(shape(100)).toMatchObject({ over: 'none' });
  expect(shape(125)).toMatchObject({ over: 'within' });
  expect(shape(126)).toMatchObject({ over: 'cut' });
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

test('what may be used beyond the line is drawn after it, and fits the box', () => {
  expect(meterShape(contract('exports', { used: 7 }))).toMatchObject({ line: 10, beyond: 5, over: 'none' });
  const above = meterShape(contract('exports', { used: 12 }));
  expect(above).toMatchObject({ line: 10, beyond: 5, over: 'within', isFull: true, paintFromPercent: null });
  expect(above.type === 'hull' && above.domain).toBeCloseTo(15.6);
});

test('a soft limit has no end after its line', () => {
  expect(meterShape(contract('lookups', { used: 900 }))).toMatchObject({
    line: 1000,
    domain: 1250,
    beyond: 250,
    isBeyondEndless: true,
  });
});

test('grace that is over is no room any more', () => {
  const over = contract('articles', { used: 523, graceUntil: '2026-11-16T09:14:00.000Z', isGraceOver: true });
  expect(meterShape(over)).toMatchObject({ beyond: 0, over: 'within' });
});

test('what is held is split where the line stands', () => {
  expect(meterShape(contract('exports', { used: 8, held: 4 }))).toMatchObject({ held: 2, heldBeyond: 2 });
  expect(meterShape(contract('exports', { used: 12, held: 1 }))).toMatchObject({ held: 0, heldBeyond: 1 });
});

test('a rate’s line is its burst, with one mark where it warns', () => {
  const requests = (used: number) => meterShape(withRateMark(contracts, 'requests', contract('requests', { used })));
  expect(requests(12)).toMatchObject({ line: 20, domain: 25, marks: [{ percent: 80, amount: 16, passed: false }] });
  expect(requests(16)).toMatchObject({ paintFromPercent: 80 });
  expect(requests(20)).toMatchObject({ isFull: true });
});

test('what comes from the pool alone is drawn as the pool', () => {
  expect(meterShape(contract('seats', { used: 300 }))).toMatchObject({ line: 3_000, used: 1_650, held: 150 });
  const endless = { line: null, used: 1_650, held: 0, remaining: null };
  expect(meterShape(contract('seats', { used: 300, pool: endless }))).toEqual({ type: 'open' });
});
