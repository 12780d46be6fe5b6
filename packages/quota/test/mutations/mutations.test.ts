import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Break, breaks } from './breaks.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const config = fileURLToPath(new URL('vitest.config.ts', import.meta.url));

type Results = { testResults: { assertionResults: { title: string; status: string }[] }[] };

/** Runs one test on the broken code. Returns how it ended. */
async function runBroken(index: number, { test }: Break): Promise<string | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-break-'));
  const report = join(folder, 'report.json');
  const pattern = test.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const args = [vitest, 'run', `packages/quota/${test.file}`, '-t', `^${pattern}$`, '--config', config, '--root', root];
  // A process of its own, that makes its database on this run's Postgres.
  const { VITEST: _, VITEST_WORKER_ID: __, VITEST_POOL_ID: ___, ...env } = process.env;
  const child = spawn(process.execPath, [...args, '--reporter=json', `--outputFile=${report}`], {
    cwd: root,
    env: { ...env, PLIMSOLL_BREAK: String(index) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.once('exit', resolve));
  const results = await readFile(report, 'utf8').catch(() => {
    throw new Error(`The run wrote no report:\n${output}`);
  });
  await rm(folder, { recursive: true, force: true });
  const all = (JSON.parse(results) as Results).testResults.flatMap(({ assertionResults }) => assertionResults);
  return all.find(({ title }) => title === test.name)?.status;
}

/** Two of them fill two cores. */
const atOnce = 2;
const names = breaks.map(({ invariant, name }) => `invariant ${invariant}: ${name}`);
const endings = new Map<string, Promise<string | undefined>>();
let running: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve());
beforeAll(() => {
  for (const [index, one] of breaks.entries()) {
    const lane = index % atOnce;
    const ending = (running[lane] as Promise<unknown>).then(() => runBroken(index, one));
    running[lane] = ending.catch(() => {});
    endings.set(names[index] as string, ending);
  }
});
afterAll(async () => {
  await Promise.all(running);
  running = [];
});

it.each(names)('the test that guards against it fails on %s', { timeout: 300_000 }, async (name) => {
  expect(await endings.get(name)).toBe('failed');
});
