import { join } from 'node:path';
import { startMailbox } from '@plimsoll/local';
import { createTestDatabase, runReadme } from '@plimsoll/local/testing';
import { expect, test } from 'vitest';

test('the example in the README runs as it stands, and its mail arrives', async () => {
  const database = await createTestDatabase();
  const mailbox = await startMailbox({ port: 0, databaseUrl: database.url });
  try {
    const env = { RESEND_API_KEY: 're_local', RESEND_BASE_URL: mailbox.url };
    const printed = await runReadme(join(import.meta.dirname, '..'), env);
    expect(printed).toMatch(/^Kestrel Press has used 80 of 100 AI generations\n20 remain until Tuesday 1 December\./);
    const mails = (await (await fetch(`${mailbox.url}/api/mails`)).json()) as unknown[];
    expect(mails).toMatchObject([{ key: 'ntc_1/email/mara' }]);
  } finally {
    await mailbox.stop();
    await database.drop();
  }
});
