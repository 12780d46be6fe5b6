import { EnvError } from './process/parse-env.ts';

/**
 * Runs a script's work in a process of its own. It ends with its work, or with the process that started it: that one has a
 * channel to it, which closes however it dies. A wrong environment is told without a trace of the stack; either way a
 * failure ends it with code 1.
 */
export async function runScript(work: () => Promise<void>): Promise<void> {
  process.once('disconnect', () => process.exit(1));
  // The channel is listened to, and still keeps nobody alive.
  process.channel?.unref();
  try {
    await work();
  } catch (cause) {
    console.error(cause instanceof EnvError ? cause.message : cause);
    process.exit(1);
  }
}
