export { launchBrowser } from './testing/launch-browser.ts';
export { runReadme } from './testing/run-readme.ts';
export { createTestDatabase, type TestDatabase, templateDatabase } from './testing/test-database.ts';
export { violationsOf } from './testing/violations-of.ts';
