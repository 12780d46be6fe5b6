/** The door for an application's own unit tests: the engine's verbs in memory, with a clock to move. No database. */
export type { Inspection } from './testing/inspect-world.ts';
export type { TestClock } from './testing/test-clock.ts';
export { createTestQuota, type TestQuota, type TestQuotaOptions } from './testing/test-quota.ts';
