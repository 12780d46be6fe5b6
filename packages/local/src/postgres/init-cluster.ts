import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serverEnvironment } from './server-environment.ts';
import { serverPassword } from './server-password.ts';
import type { ServerPlace } from './server-place.ts';

const run = promisify(execFile);

/**
 * Makes the data folder unless it is there. It is made under another name and renamed when complete,
 * so a folder that stands under its own name is never half made.
 *
 * The collation is Postgres' own C.UTF-8: the same order on every machine, whatever locales that has.
 *
 * @param durable false leaves the new files to the operating system's cache: for data that may be lost.
 */
export async function initCluster({ dataDir, binaries, user }: ServerPlace, durable: boolean): Promise<void> {
  if (existsSync(dataDir)) return;
  const unfinished = `${dataDir}.tmp`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const passwordFile = `${dataDir}.password.tmp`;
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, serverPassword(dataDir), { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    chownSync(unfinished, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...user, cwd: '/', env: serverEnvironment },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  if (!existsSync(join(unfinished, 'PG_VERSION'))) throw new Error(`initdb left nothing in ${unfinished}`);
  renameSync(unfinished, dataDir);
}
