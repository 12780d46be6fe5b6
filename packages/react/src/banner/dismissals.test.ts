import { expect, test } from 'vitest';
import { contract } from '../../test/contract-data.ts';
import { standing } from '../../test/sheet-data.ts';
import type { NamedMeter } from '../meter/named-meter.ts';
import { isDismissable, markOf, readDismissals, standingDismissals, writeDismissals } from './dismissals.ts';

const generations = (used: number, periodStart?: string): NamedMeter => {
  const usage = standing('aiGenerations', 'starter', { used });
  const period = usage.period && periodStart ? { ...usage.period, start: periodStart } : usage.period;
  const words = {
    name: 'aiGenerations',
    label: 'AI generations',
    unit: 'generation',
    per: 'month',
    grantsUntil: null,
  } as const;
  return { ...words, usage: { ...usage, period } };
};

/** A storage of the same shape as the browser's, which Node lacks. */
function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test('a dismissal lasts while the same mark is the last one passed', () => {
  expect(markOf(generations(80))).toBe(markOf(generations(94)));
  expect(markOf(generations(94))).not.toBe(markOf(generations(95)));
});

test('a dismissal ends with its period', () => {
  const before = markOf(generations(82));
  const now = generations(82, '2026-12-01T00:00:00.000Z');
  expect(markOf(now)).not.toBe(before);
  expect(standingDismissals([before], [now])).toEqual([]);
});

test('a meter that became calm is told anew when it rises again', () => {
  const dismissed = [markOf(generations(82))];
  expect(standingDismissals(dismissed, [generations(96)])).toEqual(dismissed);
  expect(standingDismissals(dismissed, [generations(40)])).toEqual([]);
});

test('the limit itself can’t be dismissed', () => {
  expect([82, 96, 100, 130].map((used) => isDismissable(generations(used)))).toEqual([true, true, false, false]);
});

test('dismissals are kept for one tenant and not for another', () => {
  const storage = memoryStorage();
  writeDismissals(storage, 'org_a', ['x']);
  expect(readDismissals(storage, 'org_a')).toEqual(['x']);
  expect(readDismissals(storage, 'org_b')).toEqual([]);
});

test('a storage that is missing, forbidden or filled with something else means that nothing was dismissed', () => {
  const forbidden = {
    getItem: () => {
      throw new DOMException('blocked', 'SecurityError');
    },
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  const strange = { getItem: () => '{"not": "a list"}', setItem: () => {} };
  expect([null, forbidden, strange].map((storage) => readDismissals(storage, 'org_a'))).toEqual([[], [], []]);
  expect(() => writeDismissals(forbidden, 'org_a', ['x'])).not.toThrow();
});

test('overage can be put off, grace can’t, and a soft limit can although it is passed', () => {
  const of = (name: Parameters<typeof contract>[0], used: number) =>
    isDismissable({ ...generations(1), usage: contract(name, { used }) });
  expect([of('exports', 12), of('articles', 523), of('lookups', 1150), of('drafts', 6)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
