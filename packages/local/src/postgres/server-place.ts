import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makeReadable } from './make-readable.ts';
import { binariesIn, findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { canEnter, canRun, type ServerUser, serverUser } from './server-user.ts';

/** Where a server keeps its data, what it runs, and as whom. */
export type ServerPlace = { dataDir: string; binaries: PostgresBinaries; user: ServerUser };

/**
 * Decides where the server lives. That is `dataDir`, with the installed binaries, wherever its user can reach both.
 * A project under root's own 0700 home can't be reached by the user root steps down to: then data, and if need be a
 * copy of the binaries, go to a folder in the system's temp folder that is always the same one for this `dataDir`.
 */
export async function findServerPlace(
  wanted: string,
  log: (line: string) => void,
  installed: PostgresBinaries = findPostgresBinaries(),
): Promise<ServerPlace> {
  const dataDir = resolve(wanted);
  const user = serverUser(dataDir);
  makeParents(dirname(dataDir), user);
  const reachesData = canEnter(dirname(dataDir), user);
  const runsInstalled = canRun(installed.postgres, user);
  if (reachesData && runsInstalled) return { dataDir, binaries: installed, user };
  if (user.uid === undefined && !runsInstalled) {
    throw new Error(`${installed.postgres} doesn't run on this system. Try it with --version to see why.`);
  }

  const refuge = ownFolder(
    join(tmpdir(), `plimsoll-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`),
  );
  const binaries = runsInstalled
    ? installed
    : await copyBinaries(installed, join(refuge, `postgres-${installed.version}`));
  if (reachesData) return { dataDir, binaries, user };
  log(`Postgres runs as user ${user.uid}, which can't reach ${dirname(dataDir)}: its data is kept in ${refuge}.`);
  const refugeData = join(refuge, 'data');
  return { dataDir: refugeData, binaries, user: serverUser(refugeData) };
}

/** Folders that we make ourselves let the server's user through, however strict root's umask is. */
function makeParents(folder: string, user: ServerUser): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined || user.uid === undefined) return;
  for (let made = folder; made.startsWith(first); made = dirname(made)) chmodSync(made, 0o711);
}

/** Anyone may create names in a shared temp folder: a folder found there is used only if it is really ours. */
function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to someone else. Remove it, or set TMPDIR to a folder of your own.`);
  }
  chmodSync(folder, 0o711);
  return folder;
}

async function copyBinaries(installed: PostgresBinaries, target: string): Promise<PostgresBinaries> {
  if (!existsSync(target)) {
    const unfinished = `${target}.${process.pid}`;
    await rm(unfinished, { recursive: true, force: true });
    await cp(installed.home, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    await makeReadable(unfinished);
    await rename(unfinished, target);
  }
  return binariesIn(target, installed.version);
}
