import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { birthOf } from './process-table.ts';

/**
 * Notes beside the data folder which process started its server. A server whose starter is gone is an orphan that may
 * be stopped; one whose starter lives is in use, and stopping it would pull the database from under a running app.
 *
 * @returns what gives the claim back.
 * @throws while another living process, or another server of this process, holds the folder.
 */
export function claimDataDir(dataDir: string): () => void {
  const file = `${dataDir}.owner`;
  const claim = `${process.pid} ${birthOf(process.pid) ?? ''}`;
  try {
    writeFileSync(file, claim, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const [pid = '', birth] = readFileSync(file, 'utf8').split(' ');
    if (birthOf(Number(pid)) === birth) {
      throw new Error(`${dataDir} is in use by process ${pid}. Stop that one first.`, { cause: error });
    }
    rmSync(file, { force: true });
    writeFileSync(file, claim, { flag: 'wx' });
  }
  return () => rmSync(file, { force: true });
}
