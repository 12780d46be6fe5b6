import { expect, test } from 'vitest';
import { describePoint } from './describe-point.ts';
import type { AnomalyPoint } from './detect-anomalies.ts';

const busy = {
  startMs: 0,
  actual: 19,
  expected: [2, 8],
  score: 0.97,
  kind: 'time of week',
  direction: 'above',
  isOngoing: false,
} satisfies Omit<AnomalyPoint, 'sentence'>;

test.each([
  [busy, '19, where 2 to 8 is usual at this time of the week.'],
  [{ ...busy, kind: 'level' }, '19, where 2 to 8 is usual at this time of the week.'],
  [{ ...busy, kind: 'jump' }, '19, a sudden rise; 2 to 8 is usual at this time of the week.'],
  [{ ...busy, kind: 'jump', direction: 'below' }, '19, a sudden fall; 2 to 8 is usual at this time of the week.'],
  [
    { ...busy, kind: 'shift' },
    '19, and a stretch that is above the one before; 2 to 8 is usual at this time of the week.',
  ],
  [
    { ...busy, kind: 'drift' },
    '19, and for hours above what past weeks had; 2 to 8 is usual at this time of the week.',
  ],
  [
    { ...busy, kind: 'unrest' },
    '19, after ups and downs that are larger than before; 2 to 8 is usual at this time of the week.',
  ],
  [{ ...busy, expected: [0.523, 12.6] }, '19, where 1 to 13 is usual at this time of the week.'],
  [{ ...busy, actual: 19.5, expected: [0.123, 12.6] }, '20, where 0.12 to 13 is usual at this time of the week.'],
  [{ ...busy, actual: 3, expected: [0, 0.25] }, '3, where 0 to 0.25 is usual at this time of the week.'],
  [{ ...busy, score: 0.4 }, 'Within what is usual.'],
  [{ ...busy, score: 0, isOngoing: true }, 'As unusual as what was reported shortly before.'],
  [{ ...busy, expected: null }, 'Too early to say what is usual.'],
  [{ ...busy, actual: null }, 'Nothing is known of this time.'],
] as const)('%j', (point, sentence) => {
  expect(describePoint(point)).toBe(sentence);
});

test('unit and time are words of the caller', () => {
  const words = { unit: 'AI generations', usually: 'for a Thursday' };
  expect(describePoint(busy, words)).toBe('19 AI generations, where 2 to 8 is usual for a Thursday.');
});
