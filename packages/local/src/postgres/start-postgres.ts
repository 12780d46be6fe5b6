import { setTimeout as pause } from 'node:timers/promises';
import getPort from 'get-port';
import { claimDataDir } from './claim-data-dir.ts';
import { clearFormerServer, shutDown } from './former-server.ts';
import { initCluster } from './init-cluster.ts';
import { type Launch, launchServer } from './launch-server.ts';
import { serverPassword } from './server-password.ts';
import { findServerPlace, type ServerPlace } from './server-place.ts';

export type PostgresOptions = {
  /** Where the data is, or is to be made. `.owner` and `.password` stand beside it. */
  dataDir: string;
  /** A port that must be this one. Without it a free one is taken. */
  port?: number;
  /** Gets each line the server prints, and each notice about where it runs. */
  log?: (line: string) => void;
  /** Settings as in postgresql.conf, over the defaults here. */
  settings?: Record<string, string>;
};

export type RunningPostgres = {
  /** Connection string of the superuser, to the database `postgres`. */
  url: string;
  port: number;
  pid: number;
  /** Where the data is in truth: see {@link findServerPlace}. */
  dataDir: string;
  /** Shuts down in good order: clients are disconnected, everything is written. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Kills the server on the spot, as a power cut would. For tests. */
  kill(): void;
};

const LAUNCH_TRIES = 100;
const PAUSE_BETWEEN_TRIES_MS = 100;
const DEFAULTS = { max_connections: '200', timezone: 'UTC', log_timezone: 'UTC' };

/**
 * Starts the embedded Postgres on 127.0.0.1, making its data folder first if there is none.
 * Asks for a password, opens no socket file, and never runs as root: root steps down to an unprivileged user.
 *
 * @throws when the wanted port is taken, the folder is in use by a living process, or the server can't run here.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const log = options.log ?? (() => {});
  const place = await findServerPlace(options.dataDir, log);
  const giveBack = claimDataDir(place.dataDir);
  try {
    await initCluster(place, options.settings?.fsync !== 'off');
    await clearFormerServer(place.dataDir, log);
    const { server, port } = await launchOnPort(place, options, log);
    const exited = new Promise<void>((done) => server.child.once('close', () => done()));
    let isWanted = true;
    void exited.then(() => isWanted && log(`Postgres ${server.pid} ended by itself.`));
    return {
      url: `postgres://postgres:${serverPassword(place.dataDir)}@127.0.0.1:${port}/postgres`,
      port,
      pid: server.pid,
      dataDir: place.dataDir,
      async stop() {
        isWanted = false;
        await shutDown(server.pid);
        await exited;
        giveBack();
      },
      kill() {
        isWanted = false;
        server.child.kill('SIGKILL');
        giveBack();
      },
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}

async function launchOnPort(place: ServerPlace, options: PostgresOptions, log: (line: string) => void) {
  for (let tries = 1; ; tries++) {
    const port = options.port ?? (await getPort({ host: '127.0.0.1' }));
    const settings = {
      ...DEFAULTS,
      ...options.settings,
      port: String(port),
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      logging_collector: 'off',
    };
    const launch = await launchServer(place, settings, log);
    if (launch.outcome === 'ready') return { server: launch, port };
    if (!mayTryAgain(launch, options) || tries === LAUNCH_TRIES) throw new Error(failure(launch, place, port));
    await pause(PAUSE_BETWEEN_TRIES_MS);
  }
}

/** Another port, or the moment it takes the children of a killed server to notice, may mend it. */
function mayTryAgain(launch: Launch, options: PostgresOptions): boolean {
  return launch.outcome === 'still_in_use' || (launch.outcome === 'port_taken' && options.port === undefined);
}

function failure(launch: Exclude<Launch, { outcome: 'ready' }>, place: ServerPlace, port: number): string {
  switch (launch.outcome) {
    case 'port_taken':
      return `Postgres can't listen on 127.0.0.1:${port}: another program has this port. Stop it, or choose another.`;
    case 'still_in_use':
      return `Processes of a killed Postgres still use ${place.dataDir}.`;
    case 'failed':
      return `Postgres doesn't start on ${place.dataDir}:\n${launch.output}`;
    default:
      return launch satisfies never;
  }
}
