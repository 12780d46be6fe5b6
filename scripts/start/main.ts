import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readStartEnv } from './env.ts';
import { Parts } from './parts.ts';
import { startStack } from './start-stack.ts';

/** `npm start`: everything that Plimsoll needs, on this machine, ready to be looked at. */

const tell = (line: string) => console.log(line);
const parts = new Parts();

async function main() {
  const env = readStartEnv(process.env);
  const home = resolve(env.PLIMSOLL_HOME);
  const logFolder = join(home, 'logs');
  await mkdir(logFolder, { recursive: true });
  const links = await startStack({ env, home, logFolder, parts, tell, fail });
  tell('');
  tell(`App        ${links.app}`);
  if (links.mailbox) tell(`Mailbox    ${links.mailbox}`);
  if (links.functions) tell(`Functions  ${links.functions}`);
  tell(`Ready after ${(performance.now() / 1000).toFixed(1)} s. Ctrl-C ends everything; the data stays.`);
}

function end(code: number) {
  if (!parts.isEnding) void parts.stop().finally(() => process.exit(code));
}

function fail(cause: unknown) {
  if (parts.isEnding) return;
  console.error(cause instanceof Error ? cause.message : cause);
  end(1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
// A test that started this has a channel to it; a terminal has none.
process.once('disconnect', () => end(0));
main().catch(fail);
