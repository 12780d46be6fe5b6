import { defineConfig } from 'vitest/config';

/** Those that ask a database or a browser, or run programs. */
const whole = [
  '{apps,packages}/*/{src,server,test,examples}/**/*.{db,browser}.test.{ts,tsx}',
  'test/**/*.{db,browser}.test.ts',
  'packages/quota/test/mutations/mutations.test.ts',
];
const inMemory = [
  '{apps,packages}/*/{src,server,test}/**/*.test.{ts,tsx}',
  'scripts/**/*.test.ts',
  'test/**/*.test.ts',
];
const patience = { testTimeout: 30_000, hookTimeout: 60_000 };

/**
 * One run for the whole house. The global setup starts one real Postgres; each test file that needs one takes a database of
 * its own from it. Files that touch nothing but memory share their workers.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      {
        test: {
          ...patience,
          name: 'whole',
          include: whole,
          globalSetup: ['packages/local/src/testing/global-setup.ts', 'test/support/build-page.ts'],
        },
      },
      { test: { ...patience, name: 'memory', include: inMemory, exclude: whole, isolate: false } },
    ],
  },
});
