import { createServer } from 'node:net';
import getPort, { portNumbers } from 'get-port';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

/** A port that was asked for and can't be had. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * The port for a part: the one that the environment names, or the usual one, or the next free one with a notice.
 * @throws PortError where the environment names one that is taken or is none.
 */
export async function choosePort(variable: string, usual: number, log: (line: string) => void): Promise<number> {
  const wanted = process.env[variable];
  if (wanted !== undefined) {
    const parsed = port.safeParse(wanted);
    if (!parsed.success) throw new PortError(`${variable}=${wanted} is not a port: pass a number from 1 to 65535.`);
    if (!(await isFree(parsed.data)))
      throw new PortError(`${variable}=${wanted} is taken: free it, or pass another one.`);
    return parsed.data;
  }
  const free = await getPort({ port: portNumbers(usual, usual + 100), host: '127.0.0.1' });
  if (free !== usual) log(`Port ${usual} is taken; ${variable} is ${free} this time.`);
  return free;
}

function isFree(candidate: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(candidate, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
