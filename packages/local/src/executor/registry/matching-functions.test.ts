import { expect, test } from 'vitest';
import { readFunctionConfig } from './function-config.ts';
import { matchingFunctions } from './matching-functions.ts';

function config(id: string, triggers: object[]) {
  const read = readFunctionConfig({
    id,
    name: id,
    triggers,
    steps: { step: { runtime: { url: 'http://127.0.0.1:1/x' } } },
  });
  if (read.kind === 'refused') throw new Error(read.problem);
  return read.config;
}

function started(triggers: object[], name: string, data: object = {}, log: (message: string) => void = () => {}) {
  return matchingFunctions([config('f', triggers)], { id: 'e', name, ...{ data } }, log).length;
}

test('a wildcard matches any rest after its slash or dot, and nothing else', () => {
  expect(started([{ event: 'app/*' }], 'app/user.made')).toBe(1);
  expect(started([{ event: 'app/user.*' }], 'app/user.made')).toBe(1);
  expect(started([{ event: 'app/user.*' }], 'app/users')).toBe(0);
  expect(started([{ event: 'app/user*' }], 'app/users')).toBe(0);
});

test('a function whose triggers match twice starts once', () => {
  expect(started([{ event: 'app/x' }, { event: 'app/*' }], 'app/x')).toBe(1);
});

test('an expression sees the event, numbers included, and only true is a match', () => {
  const when = (expression: string, data: object) => started([{ event: 'app/x', expression }], 'app/x', data);
  expect(when('event.data.k >= 2', { k: 2 })).toBe(1);
  expect(when('event.data.k >= 2', { k: 1 })).toBe(0);
  expect(when('event.data.k', { k: 'true' })).toBe(0);
  expect(when('event.data.tags.exists(t, t.startsWith("a"))', { tags: ['b', 'ab'] })).toBe(1);
  expect(when('has(event.data.k) && event.data.k == "a"', {})).toBe(0);
});

test('an expression that cannot be evaluated for an event is no match, and it is said', () => {
  const logged: string[] = [];
  const trigger = { event: 'app/x', expression: 'event.data.k != 1' };
  expect(started([trigger], 'app/x', {}, (message) => logged.push(message))).toBe(0);
  expect(logged.join()).toContain('"event.data.k != 1"');
});

test('retries are 4 where the function says nothing', () => {
  expect(config('f', []).maxAttempts).toBe(5);
});
