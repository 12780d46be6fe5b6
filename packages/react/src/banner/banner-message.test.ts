import { expect, test } from 'vitest';
import { contract, contracts, harbour } from '../../test/contract-data.ts';
import { catalog, kestrel, standing, usageOn } from '../../test/sheet-data.ts';
import { type NamedMeter, nameMeters } from '../meter/named-meter.ts';
import { attentionMeters, bannerMessage, suspendedMessage } from './banner-message.ts';

const generations = (used: number): NamedMeter => ({
  name: 'aiGenerations',
  label: 'AI generations',
  unit: 'generation',
  per: 'month',
  grantsUntil: null,
  usage: standing('aiGenerations', 'starter', { used }),
});
const projects = (used: number): NamedMeter => ({
  name: 'projects',
  label: 'Projects',
  unit: 'project',
  per: null,
  grantsUntil: null,
  usage: standing('projects', 'starter', { used }),
});
const say = (meter: NamedMeter) => {
  const message = bannerMessage(meter, 'UTC');
  return message && `${message.level}: ${message.fact} ${message.meaning}`;
};

test('each level says a number, what it means and when it ends', () => {
  expect(say(generations(79))).toBeNull();
  expect(say(generations(82))).toBe('warning: 82 of 100 AI generations used. It resets on 1 Dec.');
  expect(say(generations(96))).toBe(
    'critical: 4 of 100 AI generations remaining until 1 Dec. After that, new ones are refused; everything else works.',
  );
  expect(say(generations(100))).toBe(
    'reached: No AI generations remaining until 1 Dec. New ones are refused; everything else works.',
  );
  expect(say(generations(130))).toBe(
    'reached: 130 of 100 AI generations used. What you have stays; new ones are refused until 1 Dec.',
  );
});

test('a level names no day on which it would end', () => {
  expect(say(projects(8))).toBe('warning: 8 of 10 projects used. 2 remaining.');
  expect(say(projects(10))).toBe('reached: No room for another project. New ones are refused; everything else works.');
  expect(say(projects(12))).toBe(
    'reached: 12 of 10 projects. What you have stays; new ones are refused until you are below the limit.',
  );
});

test('the worst meter speaks, and of two alike the fuller one', () => {
  expect(attentionMeters(nameMeters(catalog, kestrel)).map(({ name }) => name)).toEqual([
    'projects',
    'aiGenerations',
    'exports',
  ]);
  const alike = usageOn('starter', {
    aiGenerations: { used: 82 },
    aiTokens: { used: 0 },
    projects: { used: 0 },
    exports: { used: 9 },
    seats: { used: 0 },
    scheduledRuns: { used: 0 },
  });
  expect(attentionMeters(nameMeters(catalog, alike)).map(({ name }) => name)).toEqual(['exports', 'aiGenerations']);
});

const sayContract = (name: keyof typeof contracts.meters, usage: ReturnType<typeof contract>) => {
  const found = nameMeters(contracts, harbour({ [name]: usage })).find((meter) => meter.name === name);
  return found && say(found);
};

test('before the line it is said what comes after it', () => {
  expect(sayContract('exports', contract('exports', { used: 9 }))).toBe(
    'warning: 9 of 10 exports used. It resets on 1 Dec.',
  );
  expect(sayContract('exports', contract('exports', { used: 10 }))).toBe(
    'critical: 10 of 10 exports used. After that each one costs $0.50, up to 5 more.',
  );
  expect(sayContract('articles', contract('articles', { used: 480 }))).toBe(
    'critical: 20 of 500 articles remaining until 1 Dec. After that grace allows 50 more for 3 days.',
  );
  expect(sayContract('lookups', contract('lookups', { used: 960 }))).toBe(
    'critical: 40 of 1,000 lookups remaining until 1 Dec. After that nothing is refused: this limit only warns.',
  );
  expect(sayContract('renders', contract('renders', { used: 96 }))).toBe(
    'critical: 4 of 100 renders remaining until 1 Dec. After that they are drawn from your organisation’s pool.',
  );
  expect(sayContract('renders', contract('renders', { used: 100 }))).toBe(
    'critical: 100 of 100 renders used. More is drawn from your organisation’s pool.',
  );
});

test('beyond the line it is said what that costs or when it ends', () => {
  expect(sayContract('exports', contract('exports', { used: 12 }))).toBe(
    'overage: 2 exports beyond the limit, $1.00 so far. 3 more allowed at $0.50 each.',
  );
  expect(sayContract('exports', contract('exports', { used: 15 }))).toBe(
    'reached: No exports remaining until 1 Dec. New ones are refused; everything else works. 5 beyond the limit, $2.50 so far.',
  );
  expect(sayContract('articles', contract('articles', { used: 523, graceUntil: '2026-11-19T09:14:00.000Z' }))).toBe(
    'grace: 523 of 500 articles used. Grace allows 27 more until Thu 19 Nov, 09:14.',
  );
  expect(sayContract('lookups', contract('lookups', { used: 1150 }))).toBe(
    'warning: 1,150 of 1,000 lookups used. Nothing is refused: this limit only warns.',
  );
});

test('where beyond the line is used up too and a pool follows, that is said', () => {
  const pool = { line: 3_000, used: 1_800, held: 0, remaining: 1_200 };
  expect(sayContract('exports', contract('exports', { used: 15, pool }))).toBe(
    'overage: 5 exports beyond the limit, $2.50 so far. More is drawn from your organisation’s pool.',
  );
  const graceUntil = '2026-11-19T09:14:00.000Z';
  expect(sayContract('articles', contract('articles', { used: 550, graceUntil, pool }))).toBe(
    'grace: 550 of 500 articles used. More is drawn from your organisation’s pool.',
  );
});

test('grace and overage stand in their place among the others, a rate in none', () => {
  const full = harbour({
    requests: contract('requests', { used: 20 }),
    drafts: contract('drafts', { used: 5 }),
    aiTokens: contract('aiTokens', { used: 960_000 }),
    renders: contract('renders', { used: 85 }),
    lookups: contract('lookups', { used: 1 }),
  });
  expect(attentionMeters(nameMeters(contracts, full)).map(({ name }) => name)).toEqual([
    'drafts',
    'aiTokens',
    'articles',
    'renders',
    'exports',
  ]);
});

test('a pause is said with what stays and where to write', () => {
  expect(suspendedMessage('Kestrel Press', 'support@example.com')).toEqual({
    level: 'suspended',
    fact: 'Kestrel Press is paused.',
    meaning: 'Calls wait until it is resumed; your data is untouched. Write to support@example.com.',
  });
});
