import { join } from 'node:path';
import { runReadme } from '@plimsoll/local/testing';
import { expect, test } from 'vitest';

test('the example in the README runs as it stands, and prints what its comments say', async () => {
  const printed = await runReadme(join(import.meta.dirname, '..'));
  expect(printed.trim().split('\n')).toEqual([
    'Thu, 12 Nov true',
    '19 AI generations, where 3 to 10 is usual for a Thursday.',
    '7 [ 5, 9 ]',
    'From 42 days of usage with a pattern that repeats every week; the range is what 10 trial forecasts on the past missed by.',
    '5 true',
    '2.9 a day, where 6.9 are expected',
    'Growth',
    'steady',
  ]);
});
