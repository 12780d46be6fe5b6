/** The environment of the application's processes in tests. Nothing of it comes from the machine's own. */
export const appEnv = (databaseUrl: string, executorUrl: string): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  INNGEST_DEV: executorUrl,
  BETTER_AUTH_SECRET: 'a secret that is only ever used in tests',
  NODE_ENV: 'test',
  AI_BASE_URL: '',
  REPLAY_SPEED: '3000',
});
