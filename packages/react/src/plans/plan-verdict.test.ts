import { expect, test } from 'vitest';
import { standing } from '../../test/sheet-data.ts';
import { limitWords, planVerdict } from './plan-verdict.ts';

test('a smaller plan says what it would refuse, and that nothing is deleted', () => {
  expect(planVerdict(standing('aiGenerations', 'free', { used: 82 }), false)).toEqual({
    fit: 'short',
    words: 'Would refuse 72 of your 82',
  });
  expect(planVerdict(standing('projects', 'free', { used: 10 }), false)).toEqual({
    fit: 'short',
    words: '7 too many; none is deleted',
  });
});

test('the present plan says what is, not what would be', () => {
  expect(planVerdict(standing('aiGenerations', 'free', { used: 12 }), true).words).toBe('2 beyond the limit');
});

test('a verdict is tight from the first warning on', () => {
  const fit = (used: number) => planVerdict(standing('projects', 'starter', { used }), true);
  expect(fit(7)).toEqual({ fit: 'fits', words: '70\u00a0% used' });
  expect(fit(8)).toEqual({ fit: 'tight', words: '80\u00a0% used' });
  expect(fit(10)).toEqual({ fit: 'tight', words: 'Full' });
});

test('a limit says by what it counts', () => {
  expect(limitWords({ type: 'capped', amount: 1000 }, 'allowance', 'Free')).toEqual({
    amount: '1,000',
    per: 'a month',
  });
  expect(limitWords({ type: 'capped', amount: 3 }, 'level', 'Free')).toEqual({ amount: '3', per: 'at a time' });
  expect(limitWords({ type: 'unlimited' }, 'level', 'Free')).toEqual({ amount: 'Unlimited', per: '' });
  expect(limitWords({ type: 'none' }, 'allowance', 'Free')).toEqual({ amount: 'Not in Free', per: '' });
});
