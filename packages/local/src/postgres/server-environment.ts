/**
 * All that the server's programs learn of ours. The caller's PGDATA, PGPORT and the like would bend them, and messages
 * must be in English: two of them are read.
 */
export const serverEnvironment: NodeJS.ProcessEnv = { LC_ALL: 'C', PATH: '/usr/local/bin:/usr/bin:/bin' };
