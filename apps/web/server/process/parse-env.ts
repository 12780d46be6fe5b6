import type { z } from 'zod';

/** A variable that is missing or wrong. The message names each one. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** Reads an environment at the door; an empty variable is none. @throws EnvError naming each wrong variable, never its value. */
export function parseEnv<S extends z.ZodObject>(schema: S, source: NodeJS.ProcessEnv): z.infer<S> {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new EnvError(`The environment is not right.\n  ${problems.join('\n  ')}`);
}
