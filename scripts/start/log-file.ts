import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/** Writes lines to the end of a part's log. */
export function openLog(folder: string, name: string) {
  const file = join(folder, `${name}.log`);
  const stream = createWriteStream(file, { flags: 'a' });
  return { file, write: (line: string) => void stream.write(`${line}\n`), close: () => void stream.end() };
}
