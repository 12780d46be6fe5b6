import { expect, test } from 'vitest';
import { durationText, eventTitle, triggerText } from './wording.ts';

const event = (name: string, data: Record<string, unknown>) => ({ name, data, id: 'e', ts: Date.UTC(2026, 10, 24) });

test('a run is told from others by the first plain values of its event', () => {
  expect(eventTitle(event('app/x', { tenant: 'tern-notes', facts: {}, used: 8, line: 10, at: 'noon' }))).toBe(
    'tern-notes, 8, 10',
  );
  expect(eventTitle(event('app/x', { facts: {} }))).toBe('app/x');
  const id = '389dc8a7-bc31-4835-96c0-24ee538867f2';
  const notice = {
    id,
    tenant: 'FPrXtEyUwF8WF0qw92C83V',
    kind: 'threshold',
    facts: { meter: 'seats', level: 'reached' },
  };
  expect(eventTitle(event('app/x', notice))).toBe('threshold, seats, reached');
  expect(eventTitle(event('inngest/function.failed', { function_id: 'shop-doomed' }))).toBe('shop-doomed failed');
});

test('common crons are put into words, others are shown as they are', () => {
  const cron = (pattern: string, zone = 'UTC') => triggerText({ kind: 'cron', cron: '', pattern, zone });
  expect(cron('* * * * *')).toBe('every minute');
  expect(cron('*/5 * * * *')).toBe('every 5 minutes');
  expect(cron('0 * * * *')).toBe('every hour');
  expect(cron('7 * * * *')).toBe('every hour at :07');
  expect(cron('30 4 * * *', 'Europe/Paris')).toBe('every day at 04:30 (Europe/Paris)');
  expect(cron('0 7 * * 1')).toBe('0 7 * * 1');
});

test('durations keep two units at most', () => {
  expect([9, 499, 1234, 59_999, 600_000, 205_000, 7_500_000].map(durationText)).toEqual(
    ['9 ms', '499 ms', '1.2 s', '1 min', '10 min', '3 min 25 s', '2 h 5 min'].map((text) =>
      text.replace(/(\d) /g, '$1\u00a0'),
    ),
  );
});
