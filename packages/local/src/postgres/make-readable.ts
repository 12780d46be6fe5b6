import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const EXECUTABLE = 0o755;

/** Lets every user read and run what is in the folder, however strict the umask was that made it. Links stay as they are. */
export async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, EXECUTABLE);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, EXECUTABLE);
  }
}
