import { z } from 'zod';
import { parseEnv } from './process/parse-env.ts';

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  /** Where people reach the app; links and cookies are made for it. */
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  BETTER_AUTH_SECRET: z.string().min(32),
  /** An OpenAI-compatible endpoint that writes; without one the offline writer does. */
  AI_BASE_URL: z.url().optional(),
  AI_API_KEY: z.string().min(1).optional(),
  AI_MODEL: z.string().min(1).optional(),
  /** How many times faster than it was recorded the sample traffic is replayed. */
  REPLAY_SPEED: z.coerce.number().positive().default(300),
});

export type Env = z.infer<typeof schema> & { APP_URL: string };

/** Reads the server's environment. Nothing else reads `process.env`. @throws EnvError naming each wrong variable. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const env = parseEnv(schema, source);
  return { ...env, APP_URL: env.APP_URL ?? `http://localhost:${env.PORT}` };
}
