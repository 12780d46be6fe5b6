import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  HOST: z.string().min(1).default('127.0.0.1'),
  WORKER_PORT: z.coerce.number().int().min(1).max(65_535).default(3001),
  APP_URL: z.url({ protocol: /^https?$/ }),
  RESEND_API_KEY: z.string().min(1),
  /** Another address that speaks Resend's protocol, such as the local mailbox. */
  RESEND_BASE_URL: z.url().optional(),
  MAIL_FROM: z.string().min(3).default('Plimsoll <notices@plimsoll.example>'),
});

export type Env = z.infer<typeof schema>;

/** A variable that is missing or wrong. The message names each one. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** Reads the worker's environment; an empty variable is none. Nothing else reads `process.env`. @throws EnvError naming each wrong variable. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new EnvError(`The environment is not right.\n  ${problems.join('\n  ')}`);
}
