import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

it('every mistake in type-guarantees.ts is a compile error, and every line beside it compiles', async () => {
  const source = await readFile(new URL('./type-guarantees.ts', import.meta.url), 'utf8');
  expect(source.match(/@ts-expect-error/g)?.length).toBeGreaterThanOrEqual(26);
  const compiled = await promisify(execFile)('pnpm', ['exec', 'tsc', '-p', 'tsconfig.json'], { cwd: root }).then(
    ({ stdout }) => stdout,
    (cause: { stdout: string }) => cause.stdout,
  );
  expect(compiled).toBe('');
});
