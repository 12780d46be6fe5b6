import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, mondayMs, officeDays, officeHours, officeRate } from '../../test/usage.ts';
import { InvalidSeriesError, type Series } from '../series.ts';
import { createAnomalyDetector, detectAnomalies } from './detect-anomalies.ts';

const amounts = fc.array(fc.option(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))), {
  maxLength: 300,
});
const histories = fc
  .record({ values: amounts, stepMs: fc.constantFrom(hourMs, dayMs, 7 * hourMs) })
  .map((series): Series => ({ startMs: mondayMs, ...series }));

/** The series with one value in place of that at the index, counted from the end where negative. */
function withValue(series: Series, index: number, value: number | null): Series {
  return { ...series, values: series.values.with(index, value) };
}

describe('whatever the series', () => {
  test('there is a point for each step, with a score of 0 … 1 and a range of 0 and more', () => {
    fc.assert(
      fc.property(histories, (series) => {
        const points = detectAnomalies(series);
        expect(points.map((point) => point.actual)).toEqual(series.values);
        points.forEach(({ startMs, score, expected, sentence, actual, kind }, i) => {
          expect(startMs).toBe(mondayMs + i * series.stepMs);
          expect(score >= 0 && score <= 1).toBe(true);
          if (expected) expect(expected[0] >= 0 && expected[0] <= expected[1] && expected[1] < 1e9).toBe(true);
          expect(sentence).not.toBe('');
          if (actual === null) expect({ score, kind }).toEqual({ score: 0, kind: null });
        });
      }),
    );
  });

  test('no step is judged by what comes after it', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (series, cut) => {
        const length = cut % (series.values.length + 1);
        const beginning = { ...series, values: series.values.slice(0, length) };
        expect(detectAnomalies(series).slice(0, length)).toEqual(detectAnomalies(beginning));
      }),
    );
  });

  test('amounts in another unit get the same scores', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(0.25, 4, 1024), (series, factor) => {
        const scaled = { ...series, values: series.values.map((value) => value && value * factor) };
        const scores = detectAnomalies(series).map((point) => point.score);
        detectAnomalies(scaled).forEach((point, i) => {
          expect(point.score).toBeCloseTo(scores[i]!, 6);
        });
      }),
    );
  });

  test('steps that are left out are unknown ones', () => {
    fc.assert(
      fc.property(histories, (series) => {
        const detector = createAnomalyDetector(series);
        const known = detectAnomalies(series).filter((point) => point.actual !== null);
        const heard = known.map(({ startMs, actual }) => detector.update({ startMs, value: actual }));
        expect(heard).toEqual(known);
      }),
    );
  });
});

describe('what can not be is refused by name and changes nothing', () => {
  const history = officeHours(400, 5, 1);
  const nextMs = history.startMs + 400 * hourMs;
  test.each([
    ['value', { startMs: nextMs, value: -1 }],
    ['value', { startMs: nextMs, value: Number.NaN }],
    ['order', { startMs: nextMs - hourMs, value: 1 }],
    ['order', { startMs: nextMs + 1, value: 1 }],
    ['order', { startMs: Number.NaN, value: 1 }],
  ])('%s', (reason, point) => {
    const [tried, other] = [createAnomalyDetector(history), createAnomalyDetector(history)];
    history.values.forEach((value, i) => {
      for (const detector of [tried, other]) detector.update({ startMs: history.startMs + i * hourMs, value });
    });
    expect(() => tried.update(point)).toThrow(InvalidSeriesError);
    expect(() => tried.update(point)).toThrow(expect.objectContaining({ reason }));
    const next = { startMs: nextMs, value: 40 };
    expect(tried.update(next)).toEqual(other.update(next));
  });

  test('a series with a negative value, and a grid without a step', () => {
    expect(() => detectAnomalies({ ...history, values: [1, -1] })).toThrow(InvalidSeriesError);
    expect(() => createAnomalyDetector({ startMs: 0, stepMs: -1 })).toThrow(InvalidSeriesError);
  });
});

test('before twenty steps are known nothing is called unusual', () => {
  const points = detectAnomalies({ startMs: 0, stepMs: hourMs, values: [...new Array(18).fill(2), 1000] });
  expect(points.every((point) => point.score === 0 && point.expected === null)).toBe(true);
  expect(points.at(-1)!.sentence).toBe('Too early to say what is usual.');
});

test('a busy Thursday is found, with what is usual', () => {
  const days = officeDays(84, 5, 4);
  const point = detectAnomalies(withValue(days, 80, 23))[80]!;
  expect(point).toMatchObject({ actual: 23, direction: 'above', isOngoing: false });
  expect(point.score).toBeGreaterThan(0.9);
  expect(point.expected![0]).toBeGreaterThan(0);
  expect(point.expected![1]).toBeLessThan(16);
  expect(point.sentence).toMatch(/^23, a sudden rise; \d+ to \d+ is usual at this time of the week\.$/);
});

test('an hour without use in the midst of a busy day is found', () => {
  const hours = officeHours(24 * 42, 60, 4);
  const point = detectAnomalies(withValue(hours, 24 * 38 + 14, 0)).at(24 * 38 + 14)!;
  expect(point).toMatchObject({ direction: 'below' });
  expect(point.score).toBeGreaterThan(0.5);
});

test('the first use ever after weeks of none is found', () => {
  const point = detectAnomalies({ startMs: 0, stepMs: hourMs, values: [...new Array(500).fill(0), 3] }).at(-1)!;
  expect(point.score).toBeGreaterThan(0.9);
});

test('a level shift is reported when it begins, not day after day, and then is usual', () => {
  const { values, ...grid } = officeHours(24 * 70, 20, 6);
  const points = detectAnomalies({ ...grid, values: values.map((value, i) => (i < 24 * 49 ? value : value! * 4)) });
  const reports = points.filter((point) => point.score >= 0.5 && point.startMs >= mondayMs + 49 * dayMs);
  expect(reports[0]!.startMs).toBeLessThan(mondayMs + 50 * dayMs);
  expect(reports.length).toBeLessThan(12);
  expect(points.at(-1)!.expected![1]).toBeGreaterThan(points[24 * 49 - 1]!.expected![1] * 2);
});

test('what goes on after a report is ongoing, not news', () => {
  const hours = officeHours(24 * 42, 20, 6);
  const values = hours.values.map((value, i) => (i >= 24 * 40 && i < 24 * 40 + 3 ? 400 : value));
  const [first, second] = detectAnomalies({ ...hours, values }).slice(24 * 40);
  expect(first).toMatchObject({ isOngoing: false, score: expect.closeTo(1, 1) });
  expect(second).toMatchObject({ isOngoing: true, score: 0 });
  expect(second!.sentence).toBe('As unusual as what was reported shortly before.');
});

test('half a day of somewhat more is found, though no hour of it would be', () => {
  const hours = officeHours(24 * 56, 50, 8);
  const isBusy = (i: number) => i >= 24 * 51 && i < 24 * 51 + 12;
  const values = hours.values.map((value, i) => (isBusy(i) ? Math.round(value! * 1.35) : value));
  const points = detectAnomalies({ ...hours, values }).filter((_, i) => isBusy(i));
  const loudest = points.reduce((a, b) => (b.score > a.score ? b : a));
  expect(loudest).toMatchObject({ kind: 'drift', direction: 'above' });
  expect(loudest.score).toBeGreaterThan(0.5);
});

test('ups and downs that grow are found, though none of them is larger than before', () => {
  const values = Array.from({ length: 900 }, (_, i) => {
    const restless = i < 850 ? (i % 37 === 0 ? 8 : 0) : 7.5 * (i % 2);
    return 100 + 40 * Math.sin(i / 12) + restless;
  });
  const points = detectAnomalies({ startMs: 0, stepMs: 7 * hourMs, values }).slice(850);
  expect(points.some(({ kind, score }) => kind === 'unrest' && score > 0.5)).toBe(true);
});

test('a small rise that stays is found, though no step of it would be', () => {
  const { values } = officeHours(72 * 51, 30, 9);
  const even = values.map((value, i) => value! / officeRate(i, 1) + (i < 72 * 50 ? 0 : 8));
  const points = detectAnomalies({ startMs: 0, stepMs: 7 * hourMs, values: even }).slice(72 * 50);
  expect(points.at(-1)).toMatchObject({ kind: 'shift', direction: 'above' });
  expect(points.at(-1)!.score).toBeGreaterThan(0.5);
});

test('missing hours are no anomaly, and what follows them is judged as ever', () => {
  const hours = officeHours(24 * 42, 20, 7);
  const values = hours.values.map((value, i) => (i >= 24 * 35 && i < 24 * 36 ? null : value));
  const points = detectAnomalies({ ...hours, values }).slice(24 * 35);
  expect(Math.max(...points.map((point) => point.score))).toBeLessThan(0.9);
  expect(points[0]).toMatchObject({
    score: 0,
    sentence: 'Nothing is known of this time.',
    expected: expect.anything(),
  });
});
