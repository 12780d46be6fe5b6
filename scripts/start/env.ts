import { z } from 'zod';

const port = z.coerce
  .number({ error: 'not a port: pass a number from 1 to 65535' })
  .int('not a port: pass a whole number')
  .min(1, 'not a port: pass a number from 1 to 65535')
  .max(65_535, 'not a port: pass a number from 1 to 65535')
  .optional();

const schema = z.object({
  /** Where all data stands. */
  PLIMSOLL_HOME: z.string().default('.plimsoll'),
  PORT: port,
  WORKER_PORT: port,
  EXECUTOR_PORT: port,
  MAILBOX_PORT: port,
  APP_URL: z.url({ protocol: /^https?$/, error: 'not an address such as http://localhost:3000' }).optional(),
  BETTER_AUTH_SECRET: z.string().min(32, 'too short: pass 32 characters or more').optional(),
  /** Postgres itself instead of the embedded one. */
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'not an address such as postgres://user:password@host:5432/database' })
    .optional(),
  /** Resend itself instead of the mailbox. */
  RESEND_API_KEY: z.string().optional(),
});

export type StartEnv = z.infer<typeof schema> & {
  /** Inngest itself instead of the local executor: the variables by which its SDK finds it. */
  inngest: Record<string, string>;
};

/** A variable that is wrong. The message names each one. */
class StartEnvError extends Error {
  override readonly name = 'StartEnvError';
}

/** Reads what `npm start` heeds; an empty variable is none. @throws StartEnvError naming each wrong variable. */
export function readStartEnv(source: NodeJS.ProcessEnv): StartEnv {
  const given = Object.entries(source).filter((entry): entry is [string, string] => !!entry[1]);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => {
      const variable = path.join('.');
      // A connection string or a key may hold a secret: only a port is repeated.
      return variable.endsWith('PORT') ? `${variable}=${source[variable]}: ${message}` : `${variable}: ${message}`;
    });
    throw new StartEnvError(`The environment is not right.\n  ${problems.join('\n  ')}`);
  }
  return { ...parsed.data, inngest: Object.fromEntries(given.filter(([name]) => name.startsWith('INNGEST_'))) };
}
