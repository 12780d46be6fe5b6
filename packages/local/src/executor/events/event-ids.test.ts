import { decodeTime, isValid } from 'ulidx';
import { expect, test } from 'vitest';
import { eventIds } from './event-ids.ts';

const seed = '1795533031114,TFDMdvHIBJ/Bmw==';

test('one seed gives the same ids each time, in order, with its time', () => {
  const ids = eventIds(seed, 3);
  expect(eventIds(seed, 3)).toEqual(ids);
  expect(new Set(ids).size).toBe(3);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every((id) => isValid(id) && decodeTime(id) === 1795533031114)).toBe(true);
});

test('without a seed that can be read each id is new', () => {
  for (const bad of [undefined, '', 'x', '12,AAAA', '999999999999999,TFDMdvHIBJ/Bmw==']) {
    expect(eventIds(bad, 2)).not.toEqual(eventIds(bad, 2));
  }
});
