import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** Vitest's second global setup: builds the page once, so that every test in a browser meets the page of this tree. */
export default async function buildPage(): Promise<void> {
  await execa('turbo', ['run', 'build', '--filter=@plimsoll/web', '--output-logs=errors-only'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    preferLocal: true,
    env: { TURBO_TELEMETRY_DISABLED: '1' },
  });
}
