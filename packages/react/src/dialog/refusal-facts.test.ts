import type { QuotaRefusal } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { contracts, poolTooSmall, tooFast } from '../../test/contract-data.ts';
import { catalog, noGenerations, noRoomForProject } from '../../test/sheet-data.ts';
import { meterShape } from '../meter/meter-shape.ts';
import { metLimit, refusedUsage } from './limit-refusal.ts';
import { refusalFacts } from './refusal-facts.tsx';

const facts = (refusal: object, of: object = contracts) => {
  const plain = refusal as QuotaRefusal;
  if (!metLimit(plain)) throw new Error('It met no limit.');
  return refusalFacts(plain, of as typeof contracts, 'UTC').map(({ name, value }) => `${name}: ${value}`);
};

test('a refusal gives its numbers, each with its name', () => {
  expect(facts(noGenerations, catalog)).toEqual([
    'Used: 10 of 10',
    'This call asks for: 1',
    'Resets: Tue 1 Dec, 00:00',
    'Time until then: 13 days 13 hours',
  ]);
  expect(facts(noRoomForProject, catalog)).toEqual([
    'Used: 10 of 10',
    'This call asks for: 1',
    'Remaining: 0',
    'Plan: Starter',
  ]);
});

test('what is remaining is told with the pool’s part of it', () => {
  expect(facts(poolTooSmall)).toEqual([
    'Used: 98 of 100',
    'This call asks for: 50',
    'Remaining: 14',
    'Of it in the pool: 12',
    'Resets: Tue 1 Dec, 00:00',
  ]);
});

test('a rate’s numbers are those of its burst', () => {
  expect(facts(tooFast())).toEqual(['Used: 20 of 20 at once', 'This call asks for: 1', 'Room in: 4 seconds']);
});

test('a refused call’s meter is drawn as it stood, with grants, and from the pool where there is no own line', () => {
  const shapeOf = (refusal: object, of: object) => {
    const plain = refusal as QuotaRefusal;
    return metLimit(plain) ? meterShape(refusedUsage(plain, of as typeof contracts)) : null;
  };
  expect(shapeOf({ ...noGenerations, line: 15, ceiling: 15, used: 15 }, catalog)).toMatchObject({
    limit: 10,
    grants: 5,
  });
  expect(shapeOf(tooFast(), contracts)).toMatchObject({ line: 20, used: 20, isFull: true });
  const seats = { ...poolTooSmall, meter: 'seats', limit: contracts.plans.starter.limits.seats, period: null };
  expect(shapeOf({ ...seats, line: 3_000, ceiling: 3_000, used: 300 }, contracts)).toMatchObject({
    line: 3_000,
    used: 2_988,
  });
});
