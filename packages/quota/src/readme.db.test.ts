import { join } from 'node:path';
import { createTestDatabase, runReadme } from '@plimsoll/local/testing';
import { expect, it } from 'vitest';

it('the README does what it says', async () => {
  const database = await createTestDatabase();
  const printed = await runReadme(join(import.meta.dirname, '..'), { DATABASE_URL: database.url });
  await database.drop();
  expect(printed).toMatch(
    /^done, 1 remaining\ndone, 0 remaining\nexhausted 2 of 2 \{ type: 'ask_owner', .*\}\nexhausted\n80 644\n$/,
  );
});
