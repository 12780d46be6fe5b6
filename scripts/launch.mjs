// Plain JavaScript that any Node from 18 on runs: finds the Node and the pnpm that this project is written for, brings
// them from npm where they are missing, installs, and hands over.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const pinnedNode = 'node@26.10.0';
const leastNode = [22, 17];

const [major, minor] = process.versions.node.split('.').map(Number);
const isNodeFine = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
const tools = isNodeFine ? [packageManager] : [pinnedNode, packageManager];

/** Where npm put the tools, as it told once: to ask it costs seconds of every start. */
const note = join(root, '.plimsoll', 'tools.json');

/** The folder with the tools that this project needs. */
function toolFolder() {
  const noted = readNote();
  if (noted?.tools === tools.join(' ') && hasTools(noted.folder)) return noted.folder;
  if (!isNodeFine)
    console.log(`Node ${process.versions.node} is older than ${leastNode.join('.')}: bringing Node 26 from npm.`);
  const wanted = tools.flatMap((name) => ['-p', name]);
  const found = spawnSync('npx', ['-y', ...wanted, '-c', 'node -p process.env.PATH'], { cwd: root, encoding: 'utf8' });
  const path = found.status === 0 ? (found.stdout.trim().split('\n').at(-1) ?? '') : '';
  const folder = path.split(delimiter).find(hasTools);
  if (!folder) {
    console.error(`npm could not bring ${tools.join(' and ')}:\n${found.stderr || (found.error ?? '')}`);
    process.exit(1);
  }
  writeNote({ tools: tools.join(' '), folder });
  return folder;
}

function hasTools(folder) {
  return existsSync(join(folder, 'pnpm')) && (isNodeFine || existsSync(join(folder, 'node')));
}

function readNote() {
  try {
    return JSON.parse(readFileSync(note, 'utf8'));
  } catch {
    return undefined;
  }
}

function writeNote(content) {
  try {
    mkdirSync(join(root, '.plimsoll'), { recursive: true });
    writeFileSync(note, JSON.stringify(content));
  } catch {
    // Asked again next time.
  }
}

const child = spawn('node', [fileURLToPath(new URL('run.mjs', import.meta.url)), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: `${toolFolder()}${delimiter}${process.env.PATH}`,
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  },
});
// A terminal's Ctrl-C reaches the child by itself; a signal sent to this process alone would not.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', (cause) => {
  console.error(cause.message);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
