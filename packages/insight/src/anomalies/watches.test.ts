import { expect, test } from 'vitest';
import { meanDeviation } from './watches.ts';

test('the usual deviation is known after twenty of them, and their mean size', () => {
  const deviation = meanDeviation(1000);
  for (let i = 0; i < 19; i++) deviation.learn(i % 2 ? 3 : -3);
  expect(deviation.usual(1)).toBeNaN();
  deviation.learn(3);
  expect(deviation.usual(1)).toBe(3);
});

test('a single large one makes it hardly larger', () => {
  const deviation = meanDeviation(1000);
  for (let i = 0; i < 100; i++) deviation.learn(1);
  deviation.learn(1e6);
  expect(deviation.usual(1)).toBeLessThan(1.05);
});

test('where nothing ever deviated it is the floor', () => {
  const deviation = meanDeviation(1000);
  for (let i = 0; i < 20; i++) deviation.learn(0);
  expect(deviation.usual(0.5)).toBe(0.5);
});
