import { comparePlans } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { contract, contracts, harbour } from '../../test/contract-data.ts';
import { catalog, kestrel } from '../../test/sheet-data.ts';
import { nameMeters } from '../meter/named-meter.ts';
import { leftWords } from './left-words.ts';
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
    '24,000 held for work in flight | +250,000 grant',
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

test('beyond the line the strip says what that costs, or how many more grace allows', () => {
  const words = Object.fromEntries(
    nameMeters(contracts, harbour()).map((meter) => [meter.name, stripWords(meter, 'UTC')]),
  );
  expect(words).toMatchObject({ exports: '2 beyond the limit, $1.00', articles: '27 more in grace' });
});

test('every contract has its words below the meter and below the figure', () => {
  const usage = harbour();
  const plans = comparePlans(contracts, usage);
  const rows = nameMeters(contracts, usage).map((meter) => {
    const { start, end } = rowCaption(meter, 'UTC', plans);
    return `${meter.name}: ${start} | ${end} | ${leftWords(meter)}`;
  });
  expect(rows).toEqual([
    'drafts:  | Resets 1 Dec | 3 remaining',
    'exports: $1.00 so far, $0.50 each, up to 5 | Then refused until 1 Dec | 3 more allowed',
    'articles: 27 more until Thu 19 Nov, 09:14 | Resets 1 Dec | 27 more in grace',
    'lookups: 150 more than the limit, which only warns; nothing is refused | Resets 1 Dec | nothing is refused',
    'aiTokens: 1,024 held for work in flight | +250,000 grant until 30 Nov | 836,376 remaining',
    'messages:  | Limit set for you until 1 Dec | 40 remaining',
    'requests:  |  | at once, 60 a minute',
    'renders: Draws from your organisation’s pool: 1,200 remaining there | Resets 1 Dec | 1,240 remaining',
    'seats: Draws from your organisation’s pool: 1,200 remaining there |  | 1,200 remaining',
    'viewers: No limit on Starter |  | in use',
    'scheduledRuns: From Growth: 1,000 a month |  | 0 remaining',
  ]);
});

test('a window that no call has opened says how long it is, and one that is spent when it turns', () => {
  const caption = (usage: ReturnType<typeof contract>) => {
    const messages = nameMeters(contracts, harbour({ messages: usage })).find(({ name }) => name === 'messages');
    return messages && rowCaption(messages, 'UTC', []);
  };
  expect(caption(contract('messages', { used: 0 }))).toEqual({ start: '', end: '5 hours from the first use' });
  const open = { start: '2026-11-17T10:12:00.000Z', end: '2026-11-17T15:12:00.000Z' };
  expect(caption({ ...contract('messages', { used: 40 }), period: open })?.start).toBe(
    'New ones are refused until Tue 17 Nov, 15:12',
  );
});

test('grace that is over says since when', () => {
  const over = contract('articles', { used: 523, graceUntil: '2026-11-16T09:14:00.000Z', isGraceOver: true });
  const articles = nameMeters(contracts, harbour({ articles: over })).find(({ name }) => name === 'articles');
  expect(articles && rowCaption(articles, 'UTC', []).start).toBe(
    '23 more than the limit; grace ended Mon 16 Nov, 09:14',
  );
});
