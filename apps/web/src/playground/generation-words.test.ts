import { expect, test } from 'vitest';
import { generationWords } from './generation-words.ts';

test('before a text is written, that what is held for it comes back', () => {
  expect(generationWords({ is: 'idle' })).toBe('While it writes, tokens are held; what it didn’t use is returned.');
});

test('while a text is written, how far it is and what is held for it', () => {
  expect(generationWords({ is: 'writing', tokens: 214, held: 1_024 })).toBe('Writing, 214 tokens so far, 1,024 held');
  expect(generationWords({ is: 'writing', tokens: 1, held: 1_024 })).toBe('Writing, 1 token so far, 1,024 held');
});

test('a finished text says what it took and what came back', () => {
  expect(generationWords({ is: 'done', settled: 380, returned: 644 })).toBe(
    'Settled: 380 tokens used, 644 of the 1,024 held returned',
  );
});

test('a text that was left or broke off says what counts', () => {
  expect(generationWords({ is: 'stopped', tokens: 40 })).toBe(
    'Stopped after 40 tokens. What was written counts as used, the rest is returned.',
  );
  expect(generationWords({ is: 'broken', tokens: 40 })).toContain('The generation is returned');
});
