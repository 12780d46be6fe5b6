// Runs one of the project's commands, after installing what is missing. Started by launch.mjs, which brings Node and pnpm.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const commands = { start, test, verify };

/** Runs a program to its end; resolves with its exit code. Signals of the terminal go to it. */
function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.on('error', (cause) => {
      console.error(`${program}: ${cause.message}`);
      resolve(1);
    });
    child.on('exit', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(code ?? 1);
    });
  });
}

async function need(step, program, args) {
  const code = await run(program, args);
  if (code === 0) return;
  console.error(`${step} failed.`);
  process.exit(code);
}

const install = () =>
  need('Installing', 'pnpm', [
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
    '--loglevel=error',
  ]);
const build = () =>
  need('Building', 'pnpm', [
    'exec',
    'turbo',
    'run',
    'build',
    '--filter=@plimsoll/web',
    '--output-logs=errors-only',
    '--log-order=stream',
  ]);

async function start() {
  console.log('Installing …');
  await install();
  console.log('Building the page …');
  await build();
  return run('node', ['--import', 'tsx', 'scripts/start/main.ts']);
}

/** Runs every test, and ends with the true numbers alone on a line. */
async function test(args) {
  await install();
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-report-'));
  const report = join(folder, 'report.json');
  const code = await run('pnpm', [
    'exec',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  console.log(summaryOf(report, code));
  rmSync(folder, { recursive: true });
  return code;
}

/** A file that could not even be loaded has no tests that failed; it counts as one. */
function summaryOf(report, code) {
  try {
    const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const failed = testResults.reduce((sum, file) => {
      const own = file.assertionResults.filter(({ status }) => status === 'failed').length;
      return sum + (file.status === 'failed' ? Math.max(own, 1) : own);
    }, 0);
    const skipped = numPendingTests + numTodoTests;
    return `${numPassedTests} passed, ${failed || (code === 0 ? 0 : 1)} failed${skipped ? `, ${skipped} skipped` : ''}`;
  } catch {
    return '0 passed, 1 failed';
  }
}

/** Format, lint and import direction; types; dead code; tests. */
async function verify() {
  await install();
  await need('Format and lint', 'pnpm', ['exec', 'biome', 'check', '--error-on-warnings', '.']);
  await need('Types', 'pnpm', ['exec', 'turbo', 'run', 'types', '--output-logs=errors-only']);
  await need('Types of scripts and tests', 'pnpm', ['exec', 'tsc', '-p', 'scripts/tsconfig.json']);
  await need('Dead code', 'pnpm', ['exec', 'knip']);
  return test([]);
}

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`Unknown command '${name}'. There are ${Object.keys(commands).join(', ')}.`);
  process.exit(1);
}
process.exit(await command(args));
