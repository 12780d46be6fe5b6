import { type PlanComparison, usd } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { planChangeWords } from './plan-change-words.ts';

const plan = (title: string, dollars: number, current = false) =>
  ({ title, price: usd(dollars), current }) as PlanComparison;
const free = plan('Free', 0);
const starter = plan('Starter', 19, true);
const growth = plan('Growth', 79);
const next = { title: 'Free', at: '2026-12-01T00:00:00.000Z' };
const asked = { present: starter, isUpgrade: false, next: null, zone: 'UTC' };
const atOnce = 'Its limits hold at once, and what is used of this period stays counted.';

test('a change says what the plan costs in place of the present one, and from when', () => {
  expect(planChangeWords({ ...asked, plan: growth, isUpgrade: true })).toEqual({
    action: 'Upgrade to Growth',
    text: `$79 a month in place of $19. ${atOnce}`,
  });
});

test('a change calls off the one that was to follow, unless it is the same', () => {
  expect(planChangeWords({ ...asked, plan: growth, isUpgrade: true, next }).text).toBe(
    `$79 a month in place of $19. ${atOnce} The change to Free on 1 Dec is called off.`,
  );
  expect(planChangeWords({ ...asked, plan: free, next })).toEqual({
    action: 'Change to Free',
    text: `$0 a month in place of $19. ${atOnce}`,
  });
});

test('keeping a plan says what is called off', () => {
  expect(planChangeWords({ ...asked, plan: starter, next })).toEqual({
    action: 'Keep Starter',
    text: '$19 a month, with its limits as they are. The change to Free on 1 Dec is called off.',
  });
});
