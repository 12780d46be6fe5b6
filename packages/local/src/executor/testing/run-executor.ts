import { startExecutor } from '../start-executor.ts';

/** An executor in a process of its own, for the tests that kill it: `node run-executor.ts <database url> <port> <app url>`. */
const [databaseUrl = '', port = '', app = ''] = process.argv.slice(2);
await startExecutor({ databaseUrl, port: Number(port), apps: [app], retryDelaysMs: () => 200, syncEveryMs: 200 });
process.stdout.write('ready\n');
