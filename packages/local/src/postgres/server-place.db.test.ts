import { chmodSync, mkdtempSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { binariesIn, findPostgresBinaries } from './postgres-binaries.ts';
import { findServerPlace } from './server-place.ts';
import { canRun } from './server-user.ts';

let locked: string;
let leftovers: string[];
let lines: string[];
const log = (line: string) => void lines.push(line);

beforeEach(() => {
  locked = mkdtempSync(join(tmpdir(), 'plimsoll-locked-'));
  chmodSync(locked, 0o700);
  leftovers = [locked];
  lines = [];
});

afterEach(async () => {
  for (const folder of leftovers) await rm(folder, { recursive: true, force: true });
});

test("data goes to a folder that the server's user reaches, always the same one, and this is told", async () => {
  const wanted = join(locked, 'data');
  const place = await findServerPlace(wanted, log);
  if (process.getuid?.() !== 0) {
    expect(place.dataDir).toBe(wanted); // Our own folder, and the server is ourselves.
    return;
  }
  leftovers.push(dirname(place.dataDir));
  expect(dirname(dirname(place.dataDir))).toBe(tmpdir());
  expect(lines).toEqual([expect.stringContaining(`can't reach ${locked}`)]);
  expect((await findServerPlace(wanted, log)).dataDir).toBe(place.dataDir);
  const other = await findServerPlace(join(locked, 'other'), log);
  leftovers.push(dirname(other.dataDir));
  expect(other.dataDir).not.toBe(place.dataDir);
});

test("folders on the way that didn't exist are made so that the server's user gets through, whatever the umask", async () => {
  chmodSync(locked, 0o711);
  const wanted = join(locked, 'made', 'here', 'data');
  const umask = process.umask(0o077);
  try {
    expect((await findServerPlace(wanted, log)).dataDir).toBe(wanted);
  } finally {
    process.umask(umask);
  }
});

test("binaries that the server's user can't run are copied to where it can", async () => {
  const installed = findPostgresBinaries();
  const home = join(locked, 'postgres');
  await cp(installed.home, home, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  const place = await findServerPlace(join(locked, 'data'), log, binariesIn(home, installed.version));
  if (dirname(place.dataDir) !== locked) leftovers.push(dirname(place.dataDir));
  expect(canRun(place.binaries.postgres, place.user)).toBe(true);
  expect(canRun(place.binaries.initdb, place.user)).toBe(true);
  expect(place.binaries.home === home).toBe(process.getuid?.() !== 0);
});
