import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * The password of the superuser, made up once and kept beside the data folder, for this user's eyes only.
 * On a machine with several people loopback is no proof of who is calling.
 */
export function serverPassword(dataDir: string): string {
  const file = `${dataDir}.password`;
  try {
    writeFileSync(file, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
