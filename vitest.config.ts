import { defineConfig } from 'vitest/config';

/** One run for the whole house. The global setup starts one real Postgres; each test file takes a database of its own from it. */
export default defineConfig({
  test: {
    include: [
      '{apps,packages}/*/{src,server,test,examples}/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    globalSetup: ['packages/local/src/testing/global-setup.ts', 'test/support/build-page.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
  },
});
