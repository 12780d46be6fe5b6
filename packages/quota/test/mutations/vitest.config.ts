import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** For one test on broken code: `quotaFixture` puts the broken SQL function in the place of the right one. */
export default defineConfig({
  root: fileURLToPath(new URL('../../../..', import.meta.url)),
  test: {
    include: ['packages/quota/src/**/*.db.test.ts'],
    // Started by the run that this one is part of; else it needs a Postgres of its own.
    globalSetup: process.env.PLIMSOLL_TEST_DATABASE_URL ? [] : ['packages/local/src/testing/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
