import { parseEnv } from '@plimsoll/web/env';
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  HOST: z.string().min(1).default('127.0.0.1'),
  WORKER_PORT: z.coerce.number().int().min(1).max(65_535).default(3001),
  APP_URL: z.url({ protocol: /^https?$/ }),
  RESEND_API_KEY: z.string().min(1),
  /** Another address that speaks Resend's protocol, such as the local mailbox. */
  RESEND_BASE_URL: z.url().optional(),
  /** Who may run aggregation by HTTP; where it is left out nobody may. */
  CRON_SECRET: z.string().min(16).optional(),
  MAIL_FROM: z.string().min(3).default('Plimsoll <notices@plimsoll.example>'),
});

export type Env = z.infer<typeof schema>;

/** Reads the worker's environment. Nothing else reads `process.env`. @throws EnvError naming each wrong variable. */
export const readEnv = (source: NodeJS.ProcessEnv): Env => parseEnv(schema, source);
