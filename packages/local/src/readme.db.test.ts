import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runReadme } from './testing/run-readme.ts';

afterAll(() => rm(join(tmpdir(), 'plimsoll-readme'), { recursive: true, force: true }));

test('the example in the README runs as it stands', async () => {
  expect(await runReadme(join(import.meta.dirname, '..'))).toBe('1 mail for mara@kestrel.example\n');
});
