import { expect, test } from 'vitest';
import { catalog, kestrel, standing, usageOn } from '../../test/sheet-data.ts';
import { type NamedMeter, nameMeters } from '../meter/named-meter.ts';
import { attentionMeters, bannerMessage } from './banner-message.ts';

const generations = (used: number): NamedMeter => ({
  name: 'aiGenerations',
  label: 'AI generations',
  unit: 'generation',
  usage: standing('aiGenerations', 'starter', { used }),
});
const projects = (used: number): NamedMeter => ({
  name: 'projects',
  label: 'Projects',
  unit: 'project',
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
