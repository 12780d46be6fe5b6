import { comparePlans } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { catalog, kestrel } from '../../test/sheet-data.ts';
import { nameMeters } from '../meter/named-meter.ts';
import { rowCaption } from './row-caption.ts';
import { groupByAttention } from './usage-limits.tsx';
import { stripWords } from './usage-strip.tsx';

const meters = nameMeters(catalog, kestrel);

test('what needs attention comes first, worst first, the rest in catalog order', () => {
  expect(groupByAttention(meters).map((group) => group.meters.map(({ name }) => name))).toEqual([
    ['projects', 'aiGenerations', 'exports'],
    ['aiTokens', 'seats', 'scheduledRuns'],
  ]);
});

test('a row says below its meter what is special about it', () => {
  const plans = comparePlans(catalog, kestrel);
  const captions = meters.map((meter) => Object.values(rowCaption(meter, 'UTC', plans)).join(' | '));
  expect(captions).toEqual([
    ' | Resets 1 Dec',
    '24,000 held by running calls | +250,000 grant',
    'No room for another project | ',
    ' | Resets 1 Dec',
    'No limit on Starter | ',
    'From Growth: 1,000 a month | ',
  ]);
});

test('the strip says what is left while that is enough', () => {
  expect(meters.map((meter) => stripWords(meter, 'UTC'))).toEqual([
    '95\u00a0% passed',
    '24,000 held',
    'Limit reached',
    '80\u00a0% passed',
    'Unlimited',
    'Not in this plan',
  ]);
});
