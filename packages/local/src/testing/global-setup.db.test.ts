import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test, vi } from 'vitest';
import { isAlive } from '../postgres/process-table.ts';
import { runThenKill } from './run-then-kill.ts';

test('a test run that is killed leaves neither a server nor a folder behind', async () => {
  const line = await runThenKill(`
    import startTestPostgres from ${JSON.stringify(new URL('./global-setup.ts', import.meta.url).href)};
    import postgres from ${JSON.stringify(import.meta.resolve('postgres'))};
    await startTestPostgres();
    const sql = postgres(process.env.PLIMSOLL_TEST_DATABASE_URL);
    const [{ data_directory }] = await sql\`show data_directory\`;
    const [{ pid }] = await sql\`select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid\`;
    console.log(JSON.stringify({ dataDir: data_directory, pid }));
  `);
  const left = JSON.parse(line) as { dataDir: string; pid: number };
  await vi.waitFor(() => expect(existsSync(dirname(left.dataDir))).toBe(false), { timeout: 15_000 });
  expect(isAlive(left.pid)).toBe(false);
});
