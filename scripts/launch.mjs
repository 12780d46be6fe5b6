// Plain JavaScript that any Node from 18 on runs: finds the Node and the pnpm that this project is written for, brings
// them from npm where they are missing, installs, and hands over.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const pinnedNode = 'node@26.10.0';
const leastNode = [22, 17];

const [major, minor] = process.versions.node.split('.').map(Number);
const isNodeFine = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);

/** The path with the tools that this project needs in front. */
function toolPath() {
  if (!isNodeFine)
    console.log(`Node ${process.versions.node} is older than ${leastNode.join('.')}: bringing Node 26 from npm.`);
  const packages = [...(isNodeFine ? [] : [pinnedNode]), packageManager].flatMap((name) => ['-p', name]);
  const found = spawnSync('npx', ['-y', ...packages, '-c', 'node -p process.env.PATH'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const path = found.stdout?.trim().split('\n').at(-1);
  if (found.status === 0 && path) return path;
  console.error(
    `npm could not bring ${packages.filter((name) => name !== '-p').join(' and ')}:\n${found.stderr ?? found.error}`,
  );
  process.exit(1);
}

const child = spawn('node', [fileURLToPath(new URL('run.mjs', import.meta.url)), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: toolPath(), TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
});
// A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone would not.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', (cause) => {
  console.error(cause.message);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
