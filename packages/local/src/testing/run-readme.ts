import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);

/**
 * Runs the `ts` examples of a package's README, as one program in a process of its own, from within the package:
 * they import what a reader would.
 *
 * @param packageDir the folder with README.md.
 * @param env variables to add to the environment.
 * @returns what it printed.
 * @throws where there is no example, or it fails.
 */
export async function runReadme(packageDir: string, env: Record<string, string> = {}): Promise<string> {
  const readme = readFileSync(join(packageDir, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  if (examples.length === 0) throw new Error(`${packageDir}/README.md has no example.`);
  const loader = pathToFileURL(require.resolve('tsx')).href;
  // A file in the package, since only from there its own name can be imported.
  const program = join(packageDir, `.readme-${randomUUID()}.ts`);
  writeFileSync(program, examples.join('\n'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', loader, program], {
      cwd: packageDir,
      env: { ...process.env, ...env },
    });
    return stdout;
  } finally {
    rmSync(program);
  }
}
