import { createServer } from 'node:net';
import getPort, { portNumbers } from 'get-port';

/** The port of each part where nobody says otherwise. */
const usualPorts = { PORT: 3000, WORKER_PORT: 3001, EXECUTOR_PORT: 8288, MAILBOX_PORT: 8025 };
const names = Object.keys(usualPorts) as PortName[];

export type PortName = keyof typeof usualPorts;

/** A port that was asked for and can't be had. */
class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * A port for each part: the one that was asked for, or the usual one, or the next free one with a notice.
 * @throws PortError where one that was asked for is taken, or asked for twice.
 */
export async function choosePorts(
  wanted: { [name in PortName]?: number | undefined },
  log: (line: string) => void,
  usual: Record<PortName, number> = usualPorts,
): Promise<Record<PortName, number>> {
  const chosen: { [name in PortName]?: number } = {};
  for (const name of names) {
    const port = wanted[name];
    if (port === undefined) continue;
    const other = names.find((earlier) => chosen[earlier] === port);
    if (other) throw new PortError(`${name}=${port} is ${other} already: pass another one.`);
    if (!(await isFree(port))) throw new PortError(`${name}=${port} is taken: free it, or pass another one.`);
    chosen[name] = port;
  }
  const ports = { ...usual };
  for (const name of names) {
    const others = Object.values(chosen);
    const port =
      chosen[name] ??
      (await getPort({ port: portNumbers(usual[name], usual[name] + 100), host: '127.0.0.1', exclude: others }));
    if (wanted[name] === undefined && port !== usual[name]) {
      log(`Port ${usual[name]} is taken; ${name} is ${port} this time.`);
    }
    chosen[name] = port;
    ports[name] = port;
  }
  return ports;
}

function isFree(candidate: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(candidate, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
