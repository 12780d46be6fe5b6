export { launchBrowser } from './testing/launch-browser.ts';
export { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
