import { expect, test } from 'vitest';
import { initialsOf } from './initials.ts';

test('initials are those of the first and the last word, and signs are no words', () => {
  expect(['Inês Duarte', 'Moss & Fell', 'Azure code assistant', 'Tern', ''].map(initialsOf)).toEqual([
    'ID',
    'MF',
    'AA',
    'TE',
    '',
  ]);
});
