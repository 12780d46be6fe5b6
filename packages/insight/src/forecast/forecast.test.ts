import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, hourMs, mondayMs, officeDays, officeHours, officeRate } from '../../test/usage.ts';
import { InvalidSeriesError, type Series } from '../series.ts';
import { type Forecast, type ForecastPoint, forecast } from './forecast.ts';

const amounts = fc.array(fc.option(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))), {
  minLength: 1,
  maxLength: 120,
});
const histories = fc
  .record({ values: amounts, stepMs: fc.constantFrom(hourMs, dayMs, 7 * hourMs) })
  .filter(({ values }) => values.some((value) => value !== null))
  .map((series): Series => ({ startMs: mondayMs, ...series }));

const numbersOf = ({ median, mean, within50, within80, within95 }: ForecastPoint) => [
  median,
  mean,
  ...within50,
  ...within80,
  ...within95,
];

describe('whatever the history', () => {
  test('no number is negative or infinite, the intervals hold each other and the median', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 60 }), (series, horizon) => {
        const { points } = forecast(series, { horizon });
        expect(points).toHaveLength(horizon);
        for (const point of points) {
          const [[a, b], [c, d], [e, f]] = [point.within95, point.within80, point.within50];
          for (const number of numbersOf(point)) expect(number >= 0 && Number.isFinite(number)).toBe(true);
          const inOrder = [a, c, e, point.median, f, d, b];
          expect(inOrder).toEqual([...inOrder].sort((x, y) => x - y));
          expect(point.mean).toBeGreaterThanOrEqual(point.median);
        }
      }),
    );
  });

  test('amounts in another unit give the same forecast in that unit', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(0.25, 4, 1024), (series, factor) => {
        const scaled = { ...series, values: series.values.map((value) => value && value * factor) };
        const used = series.values.some((value) => value !== null && value > 0);
        fc.pre(used);
        const one = forecast(series, { horizon: 30 }).points.flatMap(numbersOf);
        const other = forecast(scaled, { horizon: 30 }).points.flatMap(numbersOf);
        for (const [i, number] of one.entries())
          expect(other[i]).toBeCloseTo(number * factor, 6 - Math.log10(factor * 1e6));
      }),
    );
  });

  test('the same history gives the same forecast, which outlives JSON, and is left as it was', () => {
    fc.assert(
      fc.property(histories, (series) => {
        const before = structuredClone(series);
        const once = forecast(series, { horizon: 12 });
        expect(forecast(series, { horizon: 12 })).toEqual(once);
        expect(JSON.parse(JSON.stringify(once))).toEqual(once);
        expect(series).toEqual(before);
      }),
    );
  });
});

describe('what can not be is refused by name', () => {
  const series = officeHours(100, 5, 1);
  test.each([
    ['value', { ...series, values: [1, -2] }, { horizon: 5 }],
    ['value', { ...series, values: [Number.NaN] }, { horizon: 5 }],
    ['empty', { ...series, values: [] }, { horizon: 5 }],
    ['empty', { ...series, values: [null, null] }, { horizon: 5 }],
    ['horizon', series, { horizon: 0 }],
    ['horizon', series, { horizon: 1.5 }],
    ['seasonality', series, { horizon: 5, seasonality: [90_000] }],
  ])('%s', (reason, given, options) => {
    expect(() => forecast(given, options)).toThrow(InvalidSeriesError);
    expect(() => forecast(given, options)).toThrow(expect.objectContaining({ reason }));
  });
});

test('points follow the series step by step, also behind unknown steps at its end', () => {
  const { points, stepMs } = forecast({ ...officeHours(30, 5, 1), values: [3, 4, null, null] }, { horizon: 2 });
  expect(points.map((point) => point.startMs)).toEqual([mondayMs + 4 * hourMs, mondayMs + 5 * hourMs]);
  expect(stepMs).toBe(hourMs);
});

test('unknown steps before the first known one say nothing', () => {
  const { values, startMs, stepMs } = officeHours(24 * 28, 20, 3);
  const later = { startMs: startMs - 100 * hourMs, stepMs, values: [...new Array(100).fill(null), ...values] };
  expect(forecast(later, { horizon: 5 })).toEqual(forecast({ startMs, stepMs, values }, { horizon: 5 }));
});

test('what falls to nothing stays there, and does not rise again on the other side', () => {
  const values = Array.from({ length: 200 }, (_, i) => (200 - i) ** 2);
  const { points } = forecast({ startMs: 0, stepMs: 7 * hourMs, values }, { horizon: 60 });
  expect(Math.max(...points.map((point) => point.median))).toBeLessThan(1);
});

test('a constant goes on, and nothing else is expected after two weeks of it', () => {
  const { points } = forecast({ ...officeHours(0, 1, 1), values: new Array(336).fill(7) }, { horizon: 24 });
  for (const point of points) for (const number of numbersOf(point)) expect(number).toBeCloseTo(7, 9);
});

test('days and weeks are found and repeated', () => {
  const history = officeHours(24 * 35, 20, 3);
  const { points, seasonsMs } = forecast(history, { horizon: 168 });
  expect(seasonsMs).toEqual([dayMs, 7 * dayMs]);
  points.forEach((point, hour) => {
    const rate = officeRate(hour, 20);
    expect(Math.abs(point.mean - rate)).toBeLessThan(4 * Math.sqrt(rate) + 2);
  });
});

test('a season that is told is used, and none where none is told', () => {
  const history = officeHours(24 * 14, 20, 3);
  expect(forecast(history, { horizon: 5, seasonality: [dayMs] }).seasonsMs).toEqual([dayMs]);
  expect(forecast(history, { horizon: 5, seasonality: [] }).seasonsMs).toEqual([]);
  expect(forecast(history, { horizon: 5, seasonality: [30 * dayMs] }).seasonsMs).toEqual([]);
});

test.each([2, 5, 14])('%d days after a level shift the forecast is at the new level, and says so', (days) => {
  const { values, ...grid } = officeHours(24 * 56, 20, 4);
  const shifted = values.map((value, hour) => (hour < 24 * (56 - days) ? value : value! * 3));
  const { points, basis } = forecast({ ...grid, values: shifted }, { horizon: 24 });
  const expected = points.reduce((sum, point) => sum + point.mean, 0);
  const actual = Array.from({ length: 24 }, (_, hour) => 3 * officeRate(hour, 20)).reduce((a, b) => a + b);
  expect(expected / actual).toBeGreaterThan(0.9);
  expect(expected / actual).toBeLessThan(1.1);
  expect(basis).toContain(`taken at the level of the last ${days} days, `);
});

test('hours that are missing within make no zeros', () => {
  const { values, ...grid } = officeHours(24 * 28, 20, 5);
  const gaps = values.map((value, hour) => (hour % 7 === 3 || (hour > 400 && hour < 430) ? null : value));
  const sum = ({ points }: Forecast) => points.reduce((total, point) => total + point.mean, 0);
  const whole = sum(forecast({ ...grid, values }, { horizon: 48 }));
  expect(sum(forecast({ ...grid, values: gaps }, { horizon: 48 })) / whole).toBeCloseTo(1, 1);
});

describe('where there is little to go on, the range is wide', () => {
  const width = (series: Series) => {
    const { within95, median } = forecast(series, { horizon: 1 }).points[0]!;
    return (within95[1] - within95[0]) / median;
  };

  test('one day says less than ten, ten less than sixty', () => {
    const days = officeDays(60, 50, 6);
    const [one, ten, sixty] = [1, 10, 60].map((count) => width({ ...days, values: days.values.slice(0, count) }));
    expect(one).toBeGreaterThan(10);
    expect(one).toBeGreaterThan(ten!);
    expect(ten).toBeGreaterThan(sixty!);
  });

  test('it widens with each step ahead', () => {
    const { points } = forecast(officeDays(6, 50, 6), { horizon: 10 });
    const highs = points.map((point) => point.within95[1]);
    expect(highs).toEqual([...highs].sort((a, b) => a - b));
    expect(highs[9]).toBeGreaterThan(highs[0]!);
  });

  test('it is said, and that it is early', () => {
    const early = forecast(officeDays(5, 50, 6), { horizon: 3 });
    expect(early).toMatchObject({ isEarly: true });
    expect(early.basis).toBe('From 5 days of usage: too little to see a pattern, so the range is wide.');
    const late = forecast(officeDays(42, 50, 6), { horizon: 3 });
    expect(late).toMatchObject({ isEarly: false });
    expect(late.basis).toBe(
      'From 42 days of usage with a pattern that repeats every week; the range is what 14 trial forecasts on the past missed by.',
    );
  });

  test('hours of no use at all say that there are few, by the rule of three', () => {
    const { points } = forecast({ startMs: 0, stepMs: hourMs, values: new Array(30).fill(0) }, { horizon: 1 });
    expect(points[0]).toMatchObject({ median: 0, mean: 0, within95: [0, expect.closeTo(0.1, 2)] });
  });
});
