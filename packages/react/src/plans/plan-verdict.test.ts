import { expect, test } from 'vitest';
import { contract } from '../../test/contract-data.ts';
import { standing } from '../../test/sheet-data.ts';
import { planVerdict } from './plan-verdict.ts';

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

test('what stands between line and ceiling would be granted, and is said with its terms', () => {
  expect(planVerdict(contract('exports', { used: 12 }), true)).toEqual({
    fit: 'tight',
    words: '2 beyond the limit, $1.00',
  });
  expect(planVerdict(contract('exports', { used: 40 }), false)).toEqual({
    fit: 'short',
    words: 'Would refuse 25 of your 40',
  });
  expect(planVerdict(contract('articles', { used: 523 }), true).words).toBe('23 beyond the limit, in grace');
  expect(planVerdict(contract('lookups', { used: 1150 }), false)).toEqual({
    fit: 'tight',
    words: '150 above; none is refused',
  });
});

test('what comes from the pool is no share of a line', () => {
  expect(planVerdict(contract('seats', { used: 300 }), false).fit).toBe('none');
});

test('what the pool takes is not refused', () => {
  expect(planVerdict(contract('renders', { used: 140 }), false)).toEqual({ fit: 'tight', words: '40 from the pool' });
  expect(planVerdict(contract('renders', { used: 1_400 }), false).words).toBe('Would refuse 1,300 of your 1,400');
});

test('how full a rate is at this moment says nothing about a plan', () => {
  expect(planVerdict(contract('requests', { used: 20 }), true).fit).toBe('none');
});
