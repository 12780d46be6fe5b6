import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** Whom the server runs as: ourselves (`{}`), or the numeric ids that root steps down to. */
export type ServerUser = { uid?: number; gid?: number };

/** "nobody" on Linux. A bare number: the user need not exist in /etc/passwd, and none is created. */
const NOBODY = 65534;

/**
 * Postgres refuses to run as root. Root therefore steps down to whoever owns the data already,
 * so that a data folder made by an ordinary user stays theirs, or else to nobody.
 */
export function serverUser(dataDir: string): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : { uid: NOBODY, gid: NOBODY };
}

/** Whether that user may enter the folder. Asked of the system itself: root's own checks would always say yes. */
export function canEnter(folder: string, user: ServerUser): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Whether that user may run the program, with all the libraries it loads. */
export function canRun(program: string, user: ServerUser): boolean {
  return spawnSync(program, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}
