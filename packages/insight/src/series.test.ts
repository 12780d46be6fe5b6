import { expect, test } from 'vitest';
import { checkSeries, InvalidSeriesError } from './series.ts';

const whole = { startMs: 0, stepMs: 3_600_000, values: [0, null, 2.5] };

test('amounts of 0 and more and unknown ones are a series', () => {
  expect(() => checkSeries(whole)).not.toThrow();
  expect(() => checkSeries({ ...whole, values: [] })).not.toThrow();
});

test.each([
  ['value', { ...whole, values: [1, -1] }, 'values[1] is -1.'],
  ['value', { ...whole, values: [Number.NaN] }, 'values[0] is NaN.'],
  ['value', { ...whole, values: [Number.POSITIVE_INFINITY] }, 'values[0] is Infinity.'],
  ['start', { ...whole, startMs: Number.NaN }, 'startMs is NaN.'],
  ['step', { ...whole, stepMs: 0 }, 'stepMs is 0.'],
  ['step', { ...whole, stepMs: Number.POSITIVE_INFINITY }, 'stepMs is Infinity.'],
])('what is wrong is named: %s', (reason, series, detail) => {
  expect(() => checkSeries(series)).toThrow(expect.objectContaining({ reason, message: detail }));
  expect(() => checkSeries(series)).toThrow(InvalidSeriesError);
});
