import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** A Chromium ready to run, and what it needs in its environment on a system without its libraries or fonts. */
export type UnpackedChromium = { executablePath: string; env: Record<string, string> };

/**
 * Unpacks the Chromium of `@sparticuz/chromium` into the system's temp folder, once per user and version.
 * The package itself unpacks straight to `<temp>/chromium`: there another user's copy, or one that a second process is
 * still writing, would be taken for a good one. So it works in a folder of its own that is renamed when complete.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  const door = require.resolve('@sparticuz/chromium');
  const home = join(tmpdir(), `plimsoll-chromium-${versionOf(door)}-${process.getuid?.()}`);
  if (!existsSync(join(home, 'chromium'))) await unpack(door, home);
  if (lstatSync(home).uid !== process.getuid?.()) {
    throw new Error(`${home} belongs to someone else. Remove it, or set TMPDIR to a folder of your own.`);
  }
  return { executablePath: join(home, 'chromium'), env: missingFrom(home) };
}

async function unpack(door: string, home: string): Promise<void> {
  const workshop = mkdtempSync(join(tmpdir(), 'plimsoll-chromium-'));
  chmodSync(workshop, 0o700);
  try {
    const script = `(await import(${JSON.stringify(pathToFileURL(door).href)})).default.executablePath()`;
    // This variable makes the package unpack its libraries too, for systems that have none of them.
    const env = { TMPDIR: workshop, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
    await run(process.execPath, ['--input-type=module', '-e', script], { env });
    await writeFile(join(workshop, 'fonts', 'fonts.conf'), fontsConfiguration(home));
    await rename(workshop, home);
  } catch (error) {
    await rm(workshop, { recursive: true, force: true });
    if (!existsSync(join(home, 'chromium'))) throw error; // Otherwise another process was faster.
  }
}

function missingFrom(home: string): Record<string, string> {
  const runsAlone = spawnSync(join(home, 'chromium'), ['--version'], { stdio: 'ignore' }).status === 0;
  return {
    ...(runsAlone ? {} : { LD_LIBRARY_PATH: join(home, 'al2023', 'lib') }),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(home, 'fonts') }),
  };
}

function fontsConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

function versionOf(door: string): string {
  const manifest = readFileSync(join(dirname(dirname(door)), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
