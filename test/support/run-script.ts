import { type ProcessOptions, startProcess } from './start-process.ts';

/** Runs a script of the project to its end. @returns what it printed. @throws with that, where it fails. */
export async function runScript(options: ProcessOptions): Promise<string> {
  const running = startProcess(options);
  const code = await running.ended;
  if (code !== 0) throw new Error(`${options.script} ended with ${code}:\n${running.printed()}`);
  return running.printed();
}
